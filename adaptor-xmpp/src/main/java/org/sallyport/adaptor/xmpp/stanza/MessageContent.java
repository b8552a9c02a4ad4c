package org.sallyport.adaptor.xmpp.stanza;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.adaptor.xmpp.xml.XmlWriter;
import org.sallyport.api.packet.Envelope;
import org.sallyport.api.packet.Payload;

/** What a message stanza says. Holds content: {@link #toString} shows the type only. */
record MessageContent(
        Type type,
        Optional<String> body,
        Optional<String> subject,
        Optional<String> thread,
        Optional<ChatState> state,
        Optional<String> receiptFor,
        boolean receiptWanted,
        boolean encrypted,
        Optional<Instant> sentAt,
        List<Payload> foreign) {
    /** Types of messages (RFC 6121 §5.2.2). */
    enum Type {
        NORMAL,
        CHAT,
        GROUPCHAT,
        HEADLINE,
        ERROR
    }

    /** Chat states (XEP-0085). */
    enum ChatState {
        ACTIVE,
        COMPOSING,
        PAUSED,
        INACTIVE,
        GONE
    }

    /** Said by clients to clients or archives; of no use on the other side. */
    private static final Set<String> IGNORED =
            Set.of(
                    Namespaces.HINTS,
                    "urn:xmpp:sid:0",
                    "urn:xmpp:chat-markers:0",
                    "jabber:x:event",
                    "urn:xmpp:styling:0");

    /** Wrappers that only a user's own server may send (XEP-0280, XEP-0313). */
    private static final Set<String> WRAPPERS =
            Set.of(Namespaces.CARBONS, Namespaces.FORWARD, "urn:xmpp:mam:2");

    /** What is gathered while reading. */
    static final class Draft {
        Optional<Instant> sentAt = Optional.empty();
        Optional<ChatState> state = Optional.empty();
        Optional<String> receiptFor = Optional.empty();
        boolean receiptWanted;
        int unreadable;
        private Optional<XmlElement> body = Optional.empty();
        private Optional<XmlElement> subject = Optional.empty();
        private Optional<String> thread = Optional.empty();
        private Optional<String> link = Optional.empty();
        private boolean encrypted;
        private final List<Payload> foreign = new ArrayList<>(0);
    }

    static MessageContent read(XmlElement message) {
        Draft draft = new Draft();
        for (XmlElement child : message.children()) {
            if (child.namespace().equals(Namespaces.SERVER)) {
                own(child, draft);
            } else if (!StanzaCodec.read(child, draft)) {
                other(child, draft);
            }
        }
        Optional<String> words = draft.body.map(XmlElement::text).filter(text -> !text.isEmpty());
        boolean oldEncryption = words.filter(text -> text.startsWith("?OTR")).isPresent();
        return new MessageContent(
                type(message),
                withLink(words, draft.link),
                draft.subject.map(XmlElement::text).filter(text -> !text.isEmpty()),
                draft.thread,
                draft.state,
                draft.receiptFor,
                draft.receiptWanted,
                draft.encrypted || oldEncryption,
                draft.sentAt,
                draft.foreign);
    }

    /** An unknown type counts as normal (RFC 6121 §5.2.2). */
    static Type type(XmlElement message) {
        return switch (message.attribute("type").orElse("normal")) {
            case "chat" -> Type.CHAT;
            case "groupchat" -> Type.GROUPCHAT;
            case "headline" -> Type.HEADLINE;
            case "error" -> Type.ERROR;
            default -> Type.NORMAL;
        };
    }

    private static void own(XmlElement child, Draft draft) {
        switch (child.name()) {
            case "body" -> draft.body = better(draft.body, child);
            case "subject" -> draft.subject = better(draft.subject, child);
            case "thread" -> {
                String name = child.text();
                draft.thread =
                        name.isEmpty() || name.length() > 255
                                ? Optional.empty()
                                : Optional.of(name);
            }
            default -> {}
        }
    }

    /** Of several languages the one without {@code xml:lang} counts, else the first. */
    private static Optional<XmlElement> better(Optional<XmlElement> known, XmlElement next) {
        boolean replaces =
                known.isEmpty()
                        || (known.get().language().isPresent() && next.language().isEmpty());
        return replaces ? Optional.of(next) : known;
    }

    private static void other(XmlElement child, Draft draft) {
        String namespace = child.namespace();
        if (isEncryption(child)) {
            draft.encrypted = true;
        } else if (namespace.equals(Namespaces.OUT_OF_BAND)) {
            draft.link =
                    child.child(namespace, "url")
                            .map(XmlElement::text)
                            .filter(url -> !url.isBlank());
        } else if (!IGNORED.contains(namespace)
                && !WRAPPERS.contains(namespace)
                && draft.foreign.size() < Envelope.MAX_ITEMS) {
            byte[] bytes = XmlWriter.write(child, "").getBytes(StandardCharsets.UTF_8);
            if (bytes.length <= Payload.MAX_BYTES) {
                draft.foreign.add(new Payload(namespace, child.name(), bytes));
            }
        }
    }

    private static boolean isEncryption(XmlElement child) {
        String namespace = child.namespace();
        boolean named =
                namespace.equals(Namespaces.ENCRYPTION) && child.name().equals("encryption");
        boolean omemo =
                child.name().equals("encrypted")
                        && (namespace.startsWith("eu.siacs.conversations.axolotl")
                                || namespace.startsWith("urn:xmpp:omemo:"));
        return named
                || omemo
                || namespace.equals("jabber:x:encrypted")
                || namespace.startsWith("urn:xmpp:openpgp:");
    }

    /** A shared file is a link that the text may not have (XEP-0066). */
    private static Optional<String> withLink(Optional<String> words, Optional<String> link) {
        if (link.isEmpty() || words.filter(text -> text.contains(link.get())).isPresent()) {
            return words;
        }
        return Optional.of(words.map(text -> text + "\n" + link.get()).orElse(link.get()));
    }

    /** Whether nothing is in it that means anything to the other side. */
    boolean isEmpty() {
        return body.isEmpty() && state.isEmpty() && receiptFor.isEmpty() && !encrypted;
    }

    @Override
    public String toString() {
        return "MessageContent[" + type.name().toLowerCase(Locale.ROOT) + "]";
    }
}
