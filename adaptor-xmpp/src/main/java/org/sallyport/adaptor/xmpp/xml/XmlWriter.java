package org.sallyport.adaptor.xmpp.xml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes elements: the only place in this adaptor where XML is put together. Everything is escaped;
 * what XML cannot carry is left out of texts and refused in attributes, which hold protocol values
 * only.
 */
public final class XmlWriter {
    private static final String XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";

    private final StringBuilder out;

    /** A writer that appends to {@code out}. */
    public XmlWriter(StringBuilder out) {
        this.out = out;
    }

    /** The element as text, inside a parent whose default namespace is {@code inherited}. */
    public static String write(XmlElement element, String inherited) {
        StringBuilder out = new StringBuilder(256);
        new XmlWriter(out).element(element, inherited);
        return out.toString();
    }

    /**
     * Writes an element.
     *
     * @param inherited the default namespace of the parent; declared anew where it changes
     * @throws IllegalArgumentException if an attribute has a character that XML cannot carry
     */
    public void element(XmlElement element, String inherited) {
        out.append('<').append(element.name());
        if (!element.namespace().equals(inherited)) {
            attribute("xmlns", element.namespace());
        }
        attributes(element.attributes());
        List<XmlNode> content = element.content();
        if (content.isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (XmlNode node : content) {
            switch (node) {
                case XmlElement child -> element(child, element.namespace());
                case XmlText text -> text(text.value());
            }
        }
        out.append("</").append(element.name()).append('>');
    }

    /** Writes {@code name='value'} with a space before it. */
    public void attribute(String name, String value) {
        if (!XmlCharacters.isLegal(value)) {
            throw new IllegalArgumentException(
                    "an attribute has a character that XML cannot carry");
        }
        out.append(' ').append(name).append("='");
        escape(value, true);
        out.append('\'');
    }

    private void attributes(List<XmlAttribute> attributes) {
        int foreign = 0;
        for (XmlAttribute attribute : attributes) {
            if (attribute.namespace().isEmpty()) {
                attribute(attribute.name(), attribute.value());
            } else if (attribute.namespace().equals(XML_NAMESPACE)) {
                attribute("xml:" + attribute.name(), attribute.value());
            } else {
                String prefix = "a" + foreign++;
                attribute("xmlns:" + prefix, attribute.namespace());
                attribute(prefix + ":" + attribute.name(), attribute.value());
            }
        }
    }

    private void text(String value) {
        escape(XmlCharacters.legal(value), false);
    }

    private void escape(String value, boolean inAttribute) {
        int done = 0;
        for (int i = 0; i < value.length(); i++) {
            String reference = reference(value.charAt(i), inAttribute);
            if (reference != null) {
                out.append(value, done, i).append(reference);
                done = i + 1;
            }
        }
        out.append(value, done, value.length());
    }

    /**
     * A reader would turn a written CR into LF, and LF and TAB in attributes into spaces (XML 1.0
     * §2.11, §3.3.3).
     */
    private static @Nullable String reference(char c, boolean inAttribute) {
        return switch (c) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '\'' -> inAttribute ? "&apos;" : null;
            case '\r' -> "&#13;";
            case '\n' -> inAttribute ? "&#10;" : null;
            case '\t' -> inAttribute ? "&#9;" : null;
            default -> null;
        };
    }
}
