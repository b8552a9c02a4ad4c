package org.sallyport.adaptor.sip.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.sallyport.adaptor.sip.address.BadSipAddressException;
import org.sallyport.adaptor.sip.address.NameAddress;
import org.sallyport.adaptor.sip.address.SipAddresses;
import org.sallyport.adaptor.sip.body.SessionDescription;
import org.sallyport.adaptor.sip.body.ToastText;
import org.sallyport.api.config.PeerSettings;

/** One INVITE of ours, from its making to its final answer (MS-SIP §2.1, example 30). */
final class Invitation {
    /** Base64 makes a third more; a header has to stay far below what peers take. */
    private static final int LONGEST_TOAST = 2_048;

    /** Left for the peer's 487 before the text's deadline. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final SessionContext context;
    private final TextJob job;
    private final WireRequest request;
    private final boolean toast;
    private Cancelled cancelled = Cancelled.NO;
    private Wire.Sent sent = () -> {};
    private Runnable timer = () -> {};

    private Invitation(SessionContext context, TextJob job, WireRequest request, boolean toast) {
        this.context = context;
        this.job = job;
        this.request = request;
        this.toast = toast;
    }

    /**
     * Makes an INVITE for the words that a job sends next; empty if an address cannot be written or
     * nobody is responsible.
     */
    static Optional<Invitation> of(SessionContext context, PairKey pair, TextJob job) {
        Optional<PeerSettings> peer = context.peerFor(pair.remote().domain());
        if (peer.isEmpty()) {
            return Optional.empty();
        }
        boolean toast =
                context.profile().firstText() == SessionProfile.FirstText.IN_INVITE
                        && job.part().getBytes(StandardCharsets.UTF_8).length <= LONGEST_TOAST;
        try {
            WireRequest request =
                    request(
                            context,
                            pair,
                            peer.get(),
                            toast ? Optional.of(job.part()) : Optional.empty(),
                            job.deadline());
            return Optional.of(new Invitation(context, job, request, toast));
        } catch (BadSipAddressException e) {
            return Optional.empty();
        }
    }

    TextJob job() {
        return job;
    }

    boolean isFor(TextJob other) {
        return job.equals(other);
    }

    /** What names it. */
    Conversation.Call call() {
        String from = request.header("From");
        int tag = from.indexOf(";tag=") + 5;
        int end = from.indexOf(';', tag);
        return new Conversation.Call(
                request.header("Call-ID"), from.substring(tag, end < 0 ? from.length() : end));
    }

    void send(Wire.Answers answers) {
        sent = context.wire().send(request, answers);
    }

    void stopTimerWith(Runnable newTimer) {
        timer.run();
        timer = newTimer;
    }

    void stopTimer() {
        timer.run();
    }

    void cancel(Cancelled why) {
        if (cancelled == Cancelled.NO) {
            cancelled = why;
            sent.cancel();
        }
    }

    Cancelled cancelled() {
        return cancelled;
    }

    /** How long the other user may be rung: until the text's deadline at the latest. */
    Duration ringLimit(Instant now) {
        Duration limit = context.settings().timers().ringLimit();
        Duration left = Duration.between(now, job.deadline().minus(GRACE));
        Duration shorter = left.compareTo(limit) < 0 ? left : limit;
        return shorter.isNegative() ? Duration.ZERO : shorter;
    }

    /** MS-SIP §2.2: a 200 that lists ms-text-format consumed the text of the INVITE. */
    boolean isTextConsumed(WireAnswer answer) {
        return toast && HeaderLists.contain(answer.headers("Supported"), ToastText.OPTION_TAG);
    }

    /**
     * Acknowledges a 2xx along its route set; the dialog that it made, unless the peer does not say
     * where it is.
     */
    Optional<Dialog> accepted(WireAnswer answer) {
        Optional<Dialog> made = dialogOf(answer, request.target().peer());
        made.ifPresent(dialog -> Conversation.acknowledge(context, dialog));
        return made;
    }

    /**
     * RFC 3261 §12.1.2: the caller's side of a dialog. Route values stay as they came, in reverse
     * order.
     */
    static Optional<Dialog> dialogOf(WireAnswer answer, PeerSettings peer) {
        try {
            List<String> contact = answer.headers("Contact");
            if (contact.isEmpty()) {
                return Optional.empty();
            }
            String target = NameAddress.parse(HeaderLists.items(contact).getFirst()).uri();
            NameAddress remote = NameAddress.parse(first(answer, "To"));
            NameAddress local = NameAddress.parse(first(answer, "From"));
            List<String> routes =
                    new ArrayList<>(HeaderLists.items(answer.headers("Record-Route")));
            Collections.reverse(routes);
            Dialog.Id id =
                    new Dialog.Id(
                            first(answer, "Call-ID"),
                            local.parameter("tag").orElse(""),
                            remote.parameter("tag").orElse(""));
            Dialog.Ends ends = new Dialog.Ends(written(local), written(remote));
            return Optional.of(
                    new Dialog(id, ends, new WireRequest.Target(target, routes, peer), 1));
        } catch (BadSipAddressException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String first(WireAnswer answer, String header) {
        List<String> values = answer.headers(header);
        return values.isEmpty() ? "" : values.getFirst();
    }

    private static String written(NameAddress end) {
        return "<" + end.uri() + ">" + end.parameters();
    }

    /**
     * MS-SIP §1.5, §2.3: a conversation id of its own for every INVITE, two end points for a
     * conversation of two.
     */
    private static List<SipHeader> microsoftHeaders(
            SessionContext context, String local, String remote) {
        byte[] random = context.token(12).getBytes(StandardCharsets.US_ASCII);
        return List.of(
                new SipHeader("P-Asserted-Identity", "<" + local + ">"),
                new SipHeader("Ms-Conversation-ID", Base64.getEncoder().encodeToString(random)),
                new SipHeader("EndPoints", "<" + local + ">, <" + remote + ">"));
    }

    private static WireRequest request(
            SessionContext context,
            PairKey pair,
            PeerSettings peer,
            Optional<String> words,
            Instant deadline)
            throws BadSipAddressException {
        String local = SipAddresses.bareUri(pair.local());
        String remote = SipAddresses.bareUri(pair.remote());
        String host = context.wire().hostFor(pair.local().domain());
        List<SipHeader> headers = new ArrayList<>();
        headers.add(
                new SipHeader(
                        "From",
                        "<"
                                + local
                                + ">;tag="
                                + context.token(8)
                                + context.epidParameter(pair.local())));
        headers.add(new SipHeader("To", "<" + remote + ">"));
        headers.add(new SipHeader("Call-ID", context.token(16) + "@" + host));
        headers.add(new SipHeader("CSeq", "1 INVITE"));
        headers.add(new SipHeader("Contact", context.contact(pair.local())));
        headers.addAll(context.requestHeaders());
        headers.add(new SipHeader("Allow", SessionContext.ALLOW));
        List<String> supported = context.profile().supported();
        if (!supported.isEmpty()) {
            headers.add(new SipHeader("Supported", String.join(", ", supported)));
        }
        if (context.isMicrosoft()) {
            headers.addAll(microsoftHeaders(context, local, remote));
        }
        words.ifPresent(
                text -> headers.add(new SipHeader(ToastText.HEADER, ToastText.value(text))));
        WireBody body =
                new WireBody(
                        "application/sdp",
                        SessionDescription.write(host, local, context.profile().acceptTypes()));
        return new WireRequest(
                "INVITE",
                new WireRequest.Target(remote, List.of(), peer),
                headers,
                Optional.of(body),
                deadline);
    }

    /** Why we no longer want an answer. */
    enum Cancelled {
        /** We still want it. */
        NO,
        /** It rang too long. */
        RING,
        /** The peer invited us meanwhile. */
        GLARE
    }
}
