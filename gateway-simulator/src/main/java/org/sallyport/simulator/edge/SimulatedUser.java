package org.sallyport.simulator.edge;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.sallyport.simulator.edge.presence.Notified;
import org.sallyport.simulator.edge.presence.Presentity;
import org.sallyport.simulator.sip.NameAddress;

/**
 * A user of the simulated organisation with her one client: says what she is told, keeps what she
 * gets, reacts as her {@link Behaviour} says. Thread-safe; nothing is ever written anywhere but to
 * memory.
 */
public final class SimulatedUser {
    /** The other side types or stopped. */
    public record Typing(String from, boolean active) {}

    /** A session is over: the other side left it. */
    public record Ended(String from, String callId) {}

    private static final AtomicLong ORDER = new AtomicLong();

    private final Switchboard board;
    private final String address;
    private final String display;
    private final String epid;
    private final Map<String, Conversation> conversations = new HashMap<>();
    private final Set<String> openWindows = new HashSet<>();
    private final Set<String> contacts = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<InviteReply> inviteReplies = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<MessageReply> messageReplies =
            new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Typing> typing = new LinkedBlockingQueue<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> refusals = new LinkedBlockingQueue<>();
    private final UserPresence presence;
    private volatile Behaviour behaviour;

    SimulatedUser(Switchboard board, String address, Behaviour behaviour) {
        this.board = board;
        this.address = address.toLowerCase(Locale.ROOT);
        this.behaviour = behaviour;
        String name = this.address.substring(0, this.address.indexOf('@'));
        this.display =
                name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + " Example";
        this.epid = board.core().speech().epid(this.address);
        this.presence = new UserPresence(board, Presentity.of(this.address, display));
    }

    /** Bare address in lower case. */
    public String address() {
        return address;
    }

    /** Says a text as plain text. See {@link #says(String, String, TextForm)}. */
    public CompletableFuture<Sent> says(String to, String text) {
        return says(to, text, TextForm.PLAIN);
    }

    /**
     * Says a text, opening a session if none stands. Texts to one address keep their order. The
     * form falls back to plain when the other side did not list it.
     *
     * @return how it ended; never fails, and always ends within a few minutes of simulated time
     */
    public CompletableFuture<Sent> says(String to, String text, TextForm form) {
        Outgoing outgoing = outgoing(text, form);
        with(to, conversation -> conversation.say(outgoing));
        return outgoing.end();
    }

    /** Says a text in a new session although one stands; the client has forgotten the old one. */
    public CompletableFuture<Sent> reopens(String to, String text) {
        Outgoing outgoing = outgoing(text, TextForm.PLAIN);
        with(to, conversation -> conversation.reopen(outgoing));
        return outgoing.end();
    }

    private Outgoing outgoing(String text, TextForm form) {
        return new Outgoing(
                text,
                board.core().speech().form(form),
                ORDER.incrementAndGet(),
                board.core().nanos());
    }

    /**
     * Sends any body as MESSAGE, INFO or NOTIFY in the session that stands; 481 when there is none.
     */
    public CompletableFuture<Sent> sendsRaw(
            String to, String method, String contentType, byte[] body) {
        CompletableFuture<Sent> end = new CompletableFuture<>();
        byte[] copy = body.clone();
        with(
                to,
                conversation ->
                        conversation.raw(
                                method,
                                contentType,
                                copy,
                                answer ->
                                        end.complete(
                                                new Sent(
                                                        answer.status(),
                                                        answer.local(),
                                                        answer.diagnostics(),
                                                        0,
                                                        1,
                                                        Duration.ZERO))));
        return end;
    }

    /**
     * Invites to something that is not a plain 1:1 text session; what is taken is ended at once.
     */
    public CompletableFuture<Sent> invites(String to, OddInvite kind) {
        CompletableFuture<Sent> end = new CompletableFuture<>();
        with(to, conversation -> kind.send(board, conversation, end));
        return end;
    }

    /**
     * The user types; real clients repeat it every 3 to 5 s (MS-SIP §2.5). Nothing happens without
     * a session, nor when the user is one of Teams.
     */
    public void types(String to) {
        with(to, conversation -> conversation.typing(true));
    }

    /** The user stopped typing. */
    public void stopsTyping(String to) {
        with(to, conversation -> conversation.typing(false));
    }

    /** The user closes the window: BYE, or CANCEL while it rings. */
    public void leaves(String to) {
        with(to, Conversation::leave);
    }

    /** The user gives a ringing invitation up. */
    public void hangsUp(String to) {
        with(to, Conversation::hangUp);
    }

    /** The client forgets all sessions without a word: later requests in them get 481. */
    public void losesDialogs() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        board.core()
                .run(() -> {
                    conversations.values().forEach(Conversation::forget);
                    done.complete(null);
                });
        done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** The user closes all windows, so that old conversation ids are free again. */
    public void closesWindows() {
        board.core().run(openWindows::clear);
    }

    /** Reacts like this from now on. */
    public SimulatedUser behaves(Behaviour wanted) {
        behaviour = wanted;
        return this;
    }

    /** Uses these once each for the next invitations, before the behaviour counts again. */
    public SimulatedUser repliesToInvites(InviteReply... replies) {
        inviteReplies.addAll(java.util.List.of(replies));
        return this;
    }

    /** Uses these once each for the next texts, before the behaviour counts again. */
    public SimulatedUser repliesToTexts(MessageReply... replies) {
        messageReplies.addAll(java.util.List.of(replies));
        return this;
    }

    /** Adds a contact; only contacts get through when a partner's users are always unverified. */
    public SimulatedUser knows(String contact) {
        contacts.add(contact.toLowerCase(Locale.ROOT));
        return this;
    }

    boolean hasContact(String from) {
        return contacts.contains(from);
    }

    /** Texts that were shown and not taken from here yet, in order of arrival. */
    public BlockingQueue<Received> received() {
        return received;
    }

    /** The next text, or empty when the real-time limit passes. */
    public Optional<Received> awaitText(Duration limit) throws InterruptedException {
        return Optional.ofNullable(received.poll(limit.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Typing notices. */
    public BlockingQueue<Typing> typing() {
        return typing;
    }

    /** Sessions that the other side ended. */
    public BlockingQueue<Ended> ended() {
        return ended;
    }

    /**
     * Statuses of 300 and above with which this user's side ended invitations, 487 for a caller who
     * gave up.
     */
    public BlockingQueue<Integer> refusals() {
        return refusals;
    }

    /** How many sessions stand with this address. */
    public int sessions(String with) {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        with(with, conversation -> count.complete(conversation.dialogs().size()));
        return count.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /**
     * Shows this availability to all who watch her from now on (MS-SIP §3.2), e.g. 3500 for
     * available, 18500 for offline.
     */
    public SimulatedUser is(int availability) {
        presence.change(this, now -> now.with(availability));
        return this;
    }

    /** Shows this note; empty text takes it away. */
    public SimulatedUser notes(String note) {
        presence.change(this, now -> now.withNote(note));
        return this;
    }

    /**
     * Puts a contact on the list and watches her until {@link #unwatches}: refreshes, tries again.
     *
     * @return how the first SUBSCRIBE ended
     */
    public CompletableFuture<Sent> watches(String contact) {
        return presence.watch(this, contact);
    }

    /**
     * Ends watching.
     *
     * @return how the SUBSCRIBE with Expires 0 ended; 481 when there was no subscription
     */
    public CompletableFuture<Sent> unwatches(String contact) {
        return presence.unwatch(this, contact);
    }

    /** Refreshes now instead of when it is time. */
    public void refreshes(String contact) {
        presence.refresh(this, contact);
    }

    /** What she was notified of, in order of arrival. */
    public BlockingQueue<Notified> notified() {
        return presence.notified();
    }

    /** Watchers who said that they put her on their list: the prompt "X added you". */
    public BlockingQueue<String> prompts() {
        return presence.prompts();
    }

    /** Final statuses of NOTIFYs about her; 408 or 504 when nothing came. */
    public BlockingQueue<Integer> notificationEnds() {
        return presence.ends();
    }

    /** Her server answers the next SUBSCRIBEs with these statuses, once each. */
    public SimulatedUser repliesToSubscribes(Integer... statuses) {
        presence.script(java.util.List.of(statuses));
        return this;
    }

    /** How many of the partners' users watch her. */
    public int watchers() {
        return presence.watchers(this);
    }

    /** Her server forgets all who watch her without a word: refreshes get 481. */
    public void losesWatchers() {
        presence.loseWatchers(this);
    }

    UserPresence presence() {
        return presence;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    InviteReply nextInviteReply() {
        InviteReply scripted = inviteReplies.poll();
        return scripted == null ? behaviour.invite() : scripted;
    }

    MessageReply nextMessageReply() {
        MessageReply scripted = messageReplies.poll();
        return scripted == null ? behaviour.message() : scripted;
    }

    /** Whether a window with this conversation id is open; opens it if not. */
    boolean windowOpen(String conversationId) {
        return !conversationId.isEmpty() && !openWindows.add(conversationId);
    }

    void show(String text, Dialog dialog, Incoming request, boolean toast) {
        String type = toast ? "text/plain" : request.message().contentType();
        String from = request.message().from().sipUri().address();
        Received.Arrival arrival = new Received.Arrival(board.core().nanos(), request.verified());
        received.add(new Received(from, text, dialog.callId(), type, toast, arrival));
    }

    void typed(NameAddress from, boolean active) {
        typing.add(new Typing(from.sipUri().address(), active));
    }

    void left(String from, String callId) {
        ended.add(new Ended(from, callId));
    }

    void refused(String from, int status) {
        refusals.add(status);
    }

    String display() {
        return display;
    }

    String epid() {
        return epid;
    }

    String contactUri() {
        return board.core().speech().contactUri(this);
    }

    String contact() {
        return board.core().speech().contact(this);
    }

    String nameAddress(String tag) {
        String parameters = board.core().speech().parameters(tag, epid);
        return "\"" + display + "\"<sip:" + address + ">" + parameters;
    }

    Conversation conversation(String with) {
        return conversations.computeIfAbsent(
                with.toLowerCase(Locale.ROOT), peer -> new Conversation(board, this, peer));
    }

    private void with(String to, java.util.function.Consumer<Conversation> action) {
        if (to.indexOf('@') < 1) {
            throw new IllegalArgumentException("an address has a user and a domain");
        }
        board.core().run(() -> action.accept(conversation(to)));
    }

    @Override
    public String toString() {
        return "SimulatedUser";
    }
}
