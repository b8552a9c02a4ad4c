package org.sallyport.adaptor.xmpp.stanza;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.plugin.PluginContext;

/** Answers iq queries: every get and set gets exactly one answer (RFC 6120 §8.2.3). */
final class QueryAnswers {
    private static final List<String> SERVER_FEATURES =
            List.of(
                    Namespaces.DISCO_INFO,
                    Namespaces.DISCO_ITEMS,
                    Namespaces.PING,
                    Namespaces.VERSION,
                    Namespaces.TIME,
                    Namespaces.RECEIPTS);
    private static final List<String> USER_FEATURES =
            List.of(Namespaces.DISCO_INFO, Namespaces.PING);
    private static final List<String> DEVICE_FEATURES =
            List.of(
                    Namespaces.DISCO_INFO,
                    Namespaces.PING,
                    Namespaces.CHAT_STATES,
                    Namespaces.RECEIPTS);

    private final PluginContext context;

    QueryAnswers(PluginContext context) {
        this.context = context;
    }

    Reading answer(XmlElement query, Origin origin, String type) {
        List<XmlElement> children = query.children();
        boolean known = type.equals("get") || type.equals("set");
        if (!known
                || origin.id().isEmpty()
                || origin.id().get().isEmpty()
                || children.size() != 1) {
            return new Reading.Refuse(
                    StanzaError.of(StanzaCondition.BAD_REQUEST, StanzaError.Type.MODIFY));
        }
        XmlElement payload = children.getFirst();
        boolean server = origin.to().local().isEmpty();
        boolean get = type.equals("get");
        return switch (payload.namespace()) {
            case Namespaces.PING -> get ? result(origin) : Reading.unavailable();
            case Namespaces.DISCO_INFO ->
                    get ? info(payload, origin, server) : Reading.unavailable();
            case Namespaces.DISCO_ITEMS -> get ? items(payload, origin) : Reading.unavailable();
            case Namespaces.VERSION -> get && server ? version(origin) : Reading.unavailable();
            case Namespaces.TIME -> get && server ? time(origin) : Reading.unavailable();
            default -> Reading.unavailable();
        };
    }

    private static Reading result(Origin origin) {
        return new Reading.Answer(origin.answer("result").build());
    }

    private static Reading result(Origin origin, XmlElement payload) {
        return new Reading.Answer(origin.answer("result").and(payload).build());
    }

    private static Reading info(XmlElement asked, Origin origin, boolean server) {
        XmlElement.Builder query =
                XmlElement.of(Namespaces.DISCO_INFO, "query").with("node", asked.attribute("node"));
        if (server) {
            identity(query, "gateway", "simple");
            identity(query, "server", "im");
        } else if (origin.to().isFull()) {
            identity(query, "client", "pc");
        } else {
            identity(query, "account", "registered");
        }
        List<String> features =
                server ? SERVER_FEATURES : origin.to().isFull() ? DEVICE_FEATURES : USER_FEATURES;
        for (String feature : features) {
            query.and(XmlElement.of(Namespaces.DISCO_INFO, "feature").with("var", feature).build());
        }
        return result(origin, query.build());
    }

    private static void identity(XmlElement.Builder query, String category, String type) {
        query.and(
                XmlElement.of(Namespaces.DISCO_INFO, "identity")
                        .with("category", category)
                        .with("type", type)
                        .build());
    }

    private static Reading items(XmlElement asked, Origin origin) {
        return result(
                origin,
                XmlElement.of(Namespaces.DISCO_ITEMS, "query")
                        .with("node", asked.attribute("node"))
                        .build());
    }

    private Reading version(Origin origin) {
        return result(
                origin,
                XmlElement.of(Namespaces.VERSION, "query")
                        .text(Namespaces.VERSION, "name", "Sallyport")
                        .text(Namespaces.VERSION, "version", context.instance().version())
                        .build());
    }

    private Reading time(Origin origin) {
        String now =
                DateTimeFormatter.ISO_INSTANT.format(
                        context.time()
                                .clock()
                                .instant()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .atOffset(ZoneOffset.UTC));
        return result(
                origin,
                XmlElement.of(Namespaces.TIME, "time")
                        .text(Namespaces.TIME, "tzo", "+00:00")
                        .text(Namespaces.TIME, "utc", now)
                        .build());
    }
}
