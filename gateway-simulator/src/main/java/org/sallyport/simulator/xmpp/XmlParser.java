package org.sallyport.simulator.xmpp;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the elements of one stream with the JDK's own parser, inside the namespaces of the stream
 * header.
 */
final class XmlParser {
    private static final int MAXIMUM_DEPTH = 66;
    private static final XMLInputFactory FACTORY = factory();

    private final String headerText;
    private final String closingTag;
    private final XmlElement header;
    private final String contentNamespace;

    private XmlParser(
            String headerText, String closingTag, XmlElement header, String contentNamespace) {
        this.headerText = headerText;
        this.closingTag = closingTag;
        this.header = header;
        this.contentNamespace = contentNamespace;
    }

    /** Reads a stream header: an optional XML declaration and one start tag. */
    static XmlParser ofHeader(byte[] octets) throws XmlViolation {
        String text = decode(octets);
        int start = text.startsWith("<?xml") ? text.indexOf("?>") + 2 : 0;
        String tag = text.substring(start).strip();
        int end = 1;
        while (end < tag.length() && " \t\r\n>".indexOf(tag.charAt(end)) < 0) {
            end++;
        }
        String closing = "</" + tag.substring(1, end) + ">";
        // An empty child without prefix tells the default namespace.
        XmlElement header = parse(text.substring(0, start) + tag + "<x/>" + closing);
        return new XmlParser(tag, closing, header, header.children().getFirst().namespace());
    }

    XmlElement header() {
        return header;
    }

    /** The default namespace the header declares, or empty. */
    String contentNamespace() {
        return contentNamespace;
    }

    /** Reads one complete first-level element. */
    XmlElement element(byte[] octets) throws XmlViolation {
        return parse(headerText + decode(octets) + closingTag).children().getFirst();
    }

    /** Whether this is the end tag that belongs to the header. */
    boolean closes(byte[] octets) throws XmlViolation {
        return decode(octets).strip().replaceAll("\\s*>$", ">").equals(closingTag);
    }

    private static XmlElement parse(String text) throws XmlViolation {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text));
            try {
                while (reader.getEventType() != XMLStreamConstants.START_ELEMENT) {
                    permit(reader.getEventType());
                    reader.next();
                }
                return read(reader, 1);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            // The parser's message may quote what was sent, so it goes no further.
            throw new XmlViolation(
                    Violation.Rule.NOT_WELL_FORMED, "not-well-formed", "not well-formed");
        }
    }

    private static XmlElement read(XMLStreamReader reader, int depth)
            throws XMLStreamException, XmlViolation {
        if (depth > MAXIMUM_DEPTH) {
            throw new XmlViolation(Violation.Rule.TOO_BIG, "policy-violation", "nested too deep");
        }
        String namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
        String name = reader.getLocalName();
        Map<String, String> attributes = attributes(reader);
        List<XmlElement> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (true) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(read(reader, depth + 1));
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                return new XmlElement(namespace, name, attributes, children, text.toString());
            } else {
                permit(event);
                text.append(reader.getText());
            }
        }
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String space = reader.getAttributeNamespace(i);
            String name = reader.getAttributeLocalName(i);
            if (XMLConstants.XML_NS_URI.equals(space)) {
                name = "xml:" + name;
            } else if (space != null && !space.isEmpty()) {
                name = "{" + space + "}" + name;
            }
            attributes.put(name, reader.getAttributeValue(i));
        }
        return attributes;
    }

    private static void permit(int event) throws XmlViolation {
        switch (event) {
            case XMLStreamConstants.CHARACTERS,
                    XMLStreamConstants.SPACE,
                    XMLStreamConstants.CDATA,
                    XMLStreamConstants.START_DOCUMENT -> {}
            default ->
                    throw new XmlViolation(
                            Violation.Rule.RESTRICTED_XML,
                            "restricted-xml",
                            "event of kind " + event);
        }
    }

    private static String decode(byte[] octets) throws XmlViolation {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            throw new XmlViolation(
                    Violation.Rule.NOT_WELL_FORMED, "unsupported-encoding", "not UTF-8");
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
