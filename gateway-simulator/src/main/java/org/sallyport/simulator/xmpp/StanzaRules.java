package org.sallyport.simulator.xmpp;

import java.util.Optional;
import java.util.Set;

/**
 * What a stanza from another server must look like (RFC 6120 §8, RFC 6121); stream errors as
 * Prosody 0.12 sends.
 */
final class StanzaRules {
    /** A broken rule, and the stream error it leads to if it ends the stream. */
    record Broken(Violation.Rule rule, String detail, Optional<String> streamError) {}

    private static final Set<String> IQ_TYPES = Set.of("get", "set", "result", "error");
    private static final Set<String> MESSAGE_TYPES =
            Set.of("", "normal", "chat", "headline", "groupchat", "error");
    private static final Set<String> PRESENCE_TYPES =
            Set.of(
                    "",
                    "unavailable",
                    "subscribe",
                    "subscribed",
                    "unsubscribe",
                    "unsubscribed",
                    "probe",
                    "error");
    private static final Set<String> STANZAS = Set.of("message", "presence", "iq");

    private StanzaRules() {}

    static Optional<Broken> check(XmlElement stanza, String peer, String domain) {
        if (!STANZAS.contains(stanza.name())) {
            return fatal(Violation.Rule.UNKNOWN_ELEMENT, stanza.name(), "unsupported-stanza-type");
        }
        if (!stanza.namespace().equals(Namespaces.SERVER)) {
            return fatal(Violation.Rule.WRONG_NAMESPACE, stanza.name(), "invalid-namespace");
        }
        Optional<String> from = stanza.attribute("from");
        Optional<String> to = stanza.attribute("to");
        if (from.isEmpty()) {
            return fatal(Violation.Rule.MISSING_FROM, stanza.name(), "not-authorized");
        }
        if (to.isEmpty()) {
            return fatal(Violation.Rule.MISSING_TO, stanza.name(), "host-unknown");
        }
        if (!Jid.of(from.get()).domain().equals(peer)) {
            return fatal(Violation.Rule.FOREIGN_FROM, stanza.name(), "not-authorized");
        }
        if (!Jid.of(to.get()).domain().equals(domain)) {
            return fatal(Violation.Rule.WRONG_TO, stanza.name(), "host-unknown");
        }
        if (!Jid.of(from.get()).isValid() || !Jid.of(to.get()).isValid()) {
            return tolerated(Violation.Rule.BAD_ADDRESS, stanza.name());
        }
        return content(stanza).flatMap(detail -> tolerated(Violation.Rule.BAD_STANZA, detail));
    }

    private static Optional<String> content(XmlElement stanza) {
        String type = stanza.attribute("type").orElse("");
        Set<String> types =
                switch (stanza.name()) {
                    case "iq" -> IQ_TYPES;
                    case "message" -> MESSAGE_TYPES;
                    default -> PRESENCE_TYPES;
                };
        if (!types.contains(type)) {
            return Optional.of("unknown type of " + stanza.name());
        }
        if (type.equals("error")) {
            return error(stanza);
        }
        if (stanza.name().equals("iq")) {
            if (stanza.attribute("id").orElse("").isEmpty()) {
                return Optional.of("iq without id");
            }
            int children = stanza.children().size();
            boolean request = type.equals("get") || type.equals("set");
            return children > 1 || (request && children == 0)
                    ? Optional.of("iq with " + children + " children")
                    : Optional.empty();
        }
        return stanza.text().isBlank()
                ? Optional.empty()
                : Optional.of("text directly inside " + stanza.name());
    }

    private static Optional<String> error(XmlElement stanza) {
        Optional<XmlElement> error = stanza.child(Namespaces.SERVER, "error");
        if (error.isEmpty()) {
            return Optional.of("error without error element");
        }
        if (!Set.of("auth", "cancel", "continue", "modify", "wait")
                .contains(error.get().attribute("type").orElse(""))) {
            return Optional.of("error without a legal type");
        }
        long conditions =
                error.get().children().stream()
                        .filter(child ->
                                child.namespace().equals(Namespaces.STANZA_ERRORS)
                                        && !child.name().equals("text"))
                        .count();
        return conditions == 1
                ? Optional.empty()
                : Optional.of("error with " + conditions + " conditions");
    }

    private static Optional<Broken> fatal(Violation.Rule rule, String detail, String streamError) {
        return Optional.of(new Broken(rule, detail, Optional.of(streamError)));
    }

    private static Optional<Broken> tolerated(Violation.Rule rule, String detail) {
        return Optional.of(new Broken(rule, detail, Optional.empty()));
    }
}
