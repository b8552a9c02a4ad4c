package org.sallyport.adaptor.sip.body;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The three small XML documents of an IM session: typing in two dialects, and delivery reports
 * (MS-SIP §2.5, §2.6).
 */
public final class XmlBodies {
    private static final int LONGEST = 16_384;
    private static final int MOST_ELEMENTS = 64;
    private static final XMLInputFactory FACTORY = factory();

    private XmlBodies() {}

    /** {@code <KeyboardActivity>} for an INFO, as Skype for Business sends it. */
    public static String keyboardActivity(boolean active) {
        return "<?xml version=\"1.0\"?>\r\n<KeyboardActivity>\r\n  <status status=\""
                + (active ? "type" : "idle")
                + "\"/>\r\n</KeyboardActivity>\r\n";
    }

    static ImBody keyboardActivity(byte[] body) {
        return facts(body)
                .map(facts ->
                        switch (facts.getOrDefault("KeyboardActivity/status@status", "")) {
                            case "type" -> new ImBody.Typing(true);
                            case "idle" -> new ImBody.Typing(false);
                            // Other documents travel under this type too; none of them is for us.
                            default ->
                                    facts.containsKey("KeyboardActivity/")
                                            ? new ImBody.Nothing()
                                            : new ImBody.Unsupported();
                        })
                .orElse(new ImBody.Malformed());
    }

    static ImBody composing(byte[] body) {
        return facts(body)
                .<ImBody>map(facts ->
                        switch (facts.getOrDefault("isComposing/state", "")) {
                            case "active" -> new ImBody.Typing(true);
                            // RFC 3994 §3.1: an unknown state is idle.
                            default ->
                                    facts.containsKey("isComposing/")
                                            ? new ImBody.Typing(false)
                                            : new ImBody.Malformed();
                        })
                .orElse(new ImBody.Malformed());
    }

    /** Reads {@code application/ms-imdn+xml}; empty if it is none. */
    public static Optional<DeliveryReport> deliveryReport(byte[] body) {
        return facts(body)
                .flatMap(facts -> {
                    String id = facts.getOrDefault("imdn/message-id", "");
                    String status = facts.getOrDefault("imdn/recipient/status", "");
                    return id.isEmpty() || !status.matches("[1-6]\\d\\d")
                            ? Optional.empty()
                            : Optional.of(new DeliveryReport(id, Integer.parseInt(status)));
                });
    }

    /**
     * Texts and attributes by their path of local names; the first of two counts. A root has the
     * key {@code name/}.
     */
    private static Optional<Map<String, String>> facts(byte[] body) {
        if (body.length > LONGEST) {
            return Optional.empty();
        }
        // Some peers declare utf-16 and send UTF-8 (MS-SIP §8.2): a reader of characters ignores
        // the declaration.
        String text = new String(body, StandardCharsets.UTF_8).strip();
        Map<String, String> facts = new HashMap<>();
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text));
            return read(reader, facts) ? Optional.of(facts) : Optional.empty();
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    private static boolean read(XMLStreamReader reader, Map<String, String> facts)
            throws XMLStreamException {
        String path = "";
        int elements = 0;
        StringBuilder words = new StringBuilder();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++elements > MOST_ELEMENTS) {
                        return false;
                    }
                    path =
                            path.isEmpty()
                                    ? reader.getLocalName()
                                    : path + "/" + reader.getLocalName();
                    facts.putIfAbsent(elements == 1 ? path + "/" : path, "");
                    for (int i = 0; i < reader.getAttributeCount(); i++) {
                        facts.putIfAbsent(
                                path + "@" + reader.getAttributeLocalName(i),
                                reader.getAttributeValue(i));
                    }
                    words.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        words.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    facts.merge(
                            path,
                            words.toString().strip(),
                            (old, now) -> old.isEmpty() ? now : old);
                    words.setLength(0);
                    path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
                    return false;
                }
                default -> {}
            }
        }
        return elements > 0;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /**
     * A report on an earlier text.
     *
     * @param messageId the Message-Id that the response to the text had
     * @param status a SIP status; below 300 the text arrived
     */
    public record DeliveryReport(String messageId, int status) {}
}
