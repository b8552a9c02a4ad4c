package org.sallyport.simulator.edge.presence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The body of a SUBSCRIBE that names what is wanted of whom (MS-SIP §3.4).
 *
 * @param resources URIs as written
 * @param contactList whether the watcher says that she put the other on her list of contacts
 * @param categories wanted categories; empty when all are
 */
public record BatchSubscribe(List<String> resources, boolean contactList, Set<String> categories) {
    public static final String TYPE = "application/msrtc-adrl-categorylist+xml";

    private static final List<String> WANTED =
            List.of("calendarData", "contactCard", "note", "services", "state");

    public BatchSubscribe {
        resources = List.copyOf(resources);
        categories = Set.copyOf(categories);
    }

    /** No body: everything. */
    public static BatchSubscribe absent() {
        return new BatchSubscribe(List.of(), false, Set.of());
    }

    /** Reads a body; empty when it is not well formed. */
    public static Optional<BatchSubscribe> read(byte[] body) {
        List<String> resources = new ArrayList<>();
        Set<String> categories = new LinkedHashSet<>();
        boolean[] listed = new boolean[1];
        boolean whole =
                Xml.elements(
                        body,
                        "*",
                        reader -> {
                            switch (reader.getLocalName()) {
                                case "resource" ->
                                        resources.add(text(reader.getAttributeValue(null, "uri")));
                                case "category" ->
                                        categories.add(
                                                text(reader.getAttributeValue(null, "name")));
                                case "contactList" -> listed[0] = true;
                                default -> {}
                            }
                        });
        return whole
                ? Optional.of(new BatchSubscribe(resources, listed[0], categories))
                : Optional.empty();
    }

    private static String text(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "" : value;
    }

    /** Writes the body that a Skype for Business client sends for one contact. */
    public static byte[] write(String watcher, String presentity, int action, boolean contactList) {
        String resource = "<resource uri=\"sip:" + Xml.escaped(presentity) + "\"";
        StringBuilder xml =
                new StringBuilder(900)
                        .append(
                                "<batchSub"
                                        + " xmlns=\"http://schemas.microsoft.com/2006/01/sip/batch-subscribe\""
                                        + " uri=\"sip:")
                        .append(Xml.escaped(watcher))
                        .append("\" name=\"\"><action name=\"subscribe\" id=\"")
                        .append(action)
                        .append("\"><adhocList>")
                        .append(resource);
        if (contactList) {
            xml.append("><context><subscriptionContext")
                    .append(
                            " xmlns=\"http://schemas.microsoft.com/2008/09/sip/SubscriptionContext\"")
                    .append(
                            " majorVersion=\"1\" minorVersion=\"0\"><watcher><contactList/></watcher>")
                    .append("</subscriptionContext></context></resource>");
        } else {
            xml.append("/>");
        }
        xml.append("</adhocList><categoryList")
                .append(" xmlns=\"http://schemas.microsoft.com/2006/09/sip/categorylist\">");
        WANTED.forEach(name -> xml.append("<category name=\"").append(name).append("\"/>"));
        return xml.append("</categoryList></action></batchSub>")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "BatchSubscribe";
    }
}
