package org.sallyport.simulator.xmpp;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;

/** A user of a {@link SimulatedXmppDomain} with one client, always on line. Thread-safe. */
public final class SimulatedUser {
    private static final String RESOURCE = "sim";

    private final SimulatedXmppDomain domain;
    private final String bareAddress;
    private final Inbox<ReceivedMessage> received = new Inbox<>();
    private final Inbox<StanzaError> errors = new Inbox<>();
    private final Inbox<XmlElement> stanzas = new Inbox<>();
    private final Queue<XmlElement> held = new ConcurrentLinkedQueue<>();
    private volatile UserBehaviour behaviour = new UserBehaviour.Normal();

    SimulatedUser(SimulatedXmppDomain domain, String bareAddress) {
        this.domain = domain;
        this.bareAddress = bareAddress;
    }

    /** The JID without a resource. */
    public String bareAddress() {
        return bareAddress;
    }

    /** The JID of the one client, which this user sends from. */
    public String fullAddress() {
        return bareAddress + "/" + RESOURCE;
    }

    /**
     * Sends a chat message from the full address.
     *
     * @throws IllegalArgumentException if the text holds characters XML cannot carry
     */
    public SentStanza says(String to, String text) {
        checkCharacters(text);
        return sends("message", to, "type='chat'", "<body>" + XmlElement.escape(text) + "</body>");
    }

    /**
     * Asks something with an iq get; see {@link SentStanza#answer()} and {@link
     * SentStanza#error()}.
     */
    public SentStanza asks(String to, String payloadXml) {
        return sends("iq", to, "type='get'", payloadXml);
    }

    /**
     * Sends any stanza.
     *
     * @param name message, presence or iq
     * @param attributesXml more attributes as XML, without from, to and id; may be empty
     * @param contentXml the content as XML
     */
    public SentStanza sends(String name, String to, String attributesXml, String contentXml) {
        return domain.send(name, fullAddress(), to, attributesXml, contentXml);
    }

    /** How later messages are met. */
    public void behave(UserBehaviour other) {
        behaviour = other;
    }

    /** Messages with a body that reached this user. */
    public Inbox<ReceivedMessage> received() {
        return received;
    }

    /**
     * The text of the next message nobody has taken yet. @throws TimeoutException if none came in
     * time
     */
    public String awaitText(Duration limit) throws TimeoutException, InterruptedException {
        return received.next(limit).text();
    }

    /** All errors that came back to this user, from the peer or from our own server. */
    public Inbox<StanzaError> errors() {
        return errors;
    }

    /** All other stanzas for this user: presence, iq, messages without a body. */
    public Inbox<XmlElement> stanzas() {
        return stanzas;
    }

    /** Refuses all messages held by {@link UserBehaviour.HeldError}. @return how many */
    public int failHeld() {
        int count = 0;
        if (behaviour instanceof UserBehaviour.HeldError(StanzaError error)) {
            for (XmlElement message = held.poll(); message != null; message = held.poll()) {
                domain.refuse(message, error);
                count++;
            }
        }
        return count;
    }

    void message(XmlElement stanza) {
        switch (behaviour) {
            case UserBehaviour.Normal() -> receive(stanza);
            case UserBehaviour.Unknown() -> domain.refuse(stanza, SimulatedXmppDomain.NO_SUCH_USER);
            case UserBehaviour.Silent() -> {}
            case UserBehaviour.Refusing(StanzaError error) -> domain.refuse(stanza, error);
            case UserBehaviour.LateError(StanzaError error, Duration delay) -> {
                receive(stanza);
                domain.later(() -> domain.refuse(stanza, error), delay);
            }
            case UserBehaviour.HeldError(StanzaError error) -> {
                held.add(stanza);
                receive(stanza);
            }
        }
    }

    private void receive(XmlElement stanza) {
        ReceivedMessage.of(stanza).ifPresentOrElse(received::add, () -> stanzas.add(stanza));
    }

    void other(XmlElement stanza) {
        stanzas.add(stanza);
    }

    void error(StanzaError error) {
        errors.add(error);
    }

    private static void checkCharacters(String text) {
        boolean legal =
                text.codePoints()
                        .allMatch(c ->
                                (c >= 0x20 && c <= 0xD7FF)
                                        || c == '\n'
                                        || c == '\t'
                                        || c == '\r'
                                        || (c >= 0xE000 && c <= 0xFFFD)
                                        || c >= 0x10000);
        if (!legal) {
            throw new IllegalArgumentException("text holds characters XML cannot carry");
        }
    }
}
