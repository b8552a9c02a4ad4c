package org.sallyport.simulator.xmpp;

import java.util.Optional;

/**
 * Answers iq requests for the domain and its users: ping, service discovery, version; refuses all
 * others.
 */
final class DomainServices {
    private final SimulatedXmppDomain domain;

    DomainServices(SimulatedXmppDomain domain) {
        this.domain = domain;
    }

    void request(XmlElement stanza, boolean toDomain, boolean toUser) {
        XmlElement payload = stanza.children().isEmpty() ? stanza : stanza.children().getFirst();
        boolean get = stanza.attribute("type").orElse("").equals("get");
        if (payload.is(Namespaces.PING, "ping") && !domain.behaviour().answersPings()) {
            return;
        }
        Optional<String> result =
                get && (toDomain || toUser) ? result(payload, toDomain) : Optional.empty();
        result.ifPresentOrElse(
                content -> domain.answer(stanza, "type='result'", content),
                () -> domain.refuse(stanza, SimulatedXmppDomain.NO_SUCH_USER));
    }

    private Optional<String> result(XmlElement payload, boolean toDomain) {
        return switch (payload.namespace()) {
            case Namespaces.PING -> Optional.of("");
            case Namespaces.DISCO_INFO ->
                    Optional.of(
                            "<query xmlns='"
                                    + Namespaces.DISCO_INFO
                                    + "'><identity "
                                    + (toDomain
                                            ? "category='server' type='im'"
                                            : "category='account' type='registered'")
                                    + "/><feature var='"
                                    + Namespaces.DISCO_INFO
                                    + "'/><feature var='"
                                    + Namespaces.PING
                                    + "'/></query>");
            case Namespaces.DISCO_ITEMS ->
                    Optional.of("<query xmlns='" + Namespaces.DISCO_ITEMS + "'/>");
            case Namespaces.VERSION ->
                    toDomain
                            ? Optional.of(
                                    "<query xmlns='"
                                            + Namespaces.VERSION
                                            + "'><name>Sallyport simulator</name><version>1</version></query>")
                            : Optional.empty();
            default -> Optional.empty();
        };
    }
}
