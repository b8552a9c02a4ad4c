package org.sallyport.simulator.edge.presence;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A received presence document.
 *
 * @param form its kind
 * @param availability availability number of categories
 * @param status what stands for it in the others: {@code open}, {@code closed} or an activity of
 *     PIDF, {@code availability/activity} of msrtc.pidf; else empty text
 * @param note personal note or PIDF note; empty text when there is none
 * @param display display name; empty text when there is none
 * @param raw the whole document
 */
public record PresenceDocument(
        PresenceForm form,
        OptionalInt availability,
        String status,
        String note,
        String display,
        String raw) {

    /** Reads a document; empty when it is not well formed or not of that form. */
    public static Optional<PresenceDocument> read(PresenceForm form, byte[] body) {
        Reading reading = new Reading();
        try {
            XMLStreamReader reader = Xml.reader(body);
            try {
                while (reader.hasNext()) {
                    reading.take(reader, reader.next());
                }
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | NumberFormatException e) {
            return Optional.empty();
        }
        if (!reading.root.equals(root(form))) {
            return Optional.empty();
        }
        return Optional.of(
                new PresenceDocument(
                        form,
                        reading.availability,
                        reading.status,
                        reading.note,
                        reading.display,
                        new String(body, StandardCharsets.UTF_8)));
    }

    private static String root(PresenceForm form) {
        return switch (form) {
            case CATEGORIES -> "categories";
            case MSRTC_PIDF -> "presentity";
            case PIDF -> "presence";
        };
    }

    /** Name and instance of each category mentioned, e.g. {@code state 1}. */
    public Set<String> categories() {
        Set<String> all = new TreeSet<>();
        Xml.elements(
                raw.getBytes(StandardCharsets.UTF_8),
                "category",
                reader ->
                        all.add(
                                reader.getAttributeValue(null, "name")
                                        + " "
                                        + reader.getAttributeValue(null, "instance")));
        return all;
    }

    @Override
    public String toString() {
        return "PresenceDocument[" + form + "]";
    }

    /** Collects while the reader goes on. */
    private static final class Reading {
        private final StringBuilder text = new StringBuilder();
        private String root = "";
        private OptionalInt availability = OptionalInt.empty();
        private String status = "";
        private String note = "";
        private String display = "";

        private void take(XMLStreamReader reader, int event) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> start(reader);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> end(reader.getLocalName());
                default -> {}
            }
        }

        private void start(XMLStreamReader reader) {
            text.setLength(0);
            String name = reader.getLocalName();
            if (root.isEmpty()) {
                root = name;
            }
            String aggregate = reader.getAttributeValue(null, "aggregate");
            if (aggregate != null) {
                status = status.isEmpty() ? aggregate : status + "/" + aggregate;
            }
            String shown = reader.getAttributeValue(null, "displayName");
            if (shown != null) {
                display = shown;
            }
        }

        private void end(String name) {
            String value = text.toString().trim();
            text.setLength(0);
            if (value.isEmpty()) {
                return;
            }
            switch (name) {
                case "availability" -> availability = OptionalInt.of(Integer.parseInt(value));
                case "basic", "activity" -> status = value;
                case "body", "note" -> note = value;
                case "displayName", "display-name" -> display = value;
                default -> {}
            }
        }
    }
}
