package org.sallyport.simulator.edge.presence;

import java.io.ByteArrayInputStream;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML without DTDs and anything from outside; escapes text. */
final class Xml {
    private Xml() {}

    /** A reader; its factory is not shared, as none is promised to be safe for that. */
    static XMLStreamReader reader(byte[] document) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory.createXMLStreamReader(new ByteArrayInputStream(document));
    }

    /**
     * Shows each start of an element with this local name; {@code *} shows all.
     *
     * @return whether the whole is well formed
     */
    static boolean elements(byte[] document, String name, Consumer<XMLStreamReader> seen) {
        try {
            XMLStreamReader reader = reader(document);
            try {
                while (reader.hasNext()) {
                    if (reader.next() == XMLStreamConstants.START_ELEMENT
                            && (name.equals("*") || reader.getLocalName().equals(name))) {
                        seen.accept(reader);
                    }
                }
            } finally {
                reader.close();
            }
            return true;
        } catch (XMLStreamException e) {
            return false;
        }
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
