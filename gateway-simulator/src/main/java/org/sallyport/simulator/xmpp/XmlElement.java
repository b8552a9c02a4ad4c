package org.sallyport.simulator.xmpp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One parsed element. {@code toString} shows names only, never text or attribute values.
 *
 * @param namespace the namespace, or empty
 * @param name the local name
 * @param attributes by local name; {@code xml:lang} under {@code xml:lang}, other prefixed ones as
 *     {@code {ns}name}
 * @param children the child elements in order
 * @param text all character data directly inside, joined
 */
public record XmlElement(
        String namespace,
        String name,
        Map<String, String> attributes,
        List<XmlElement> children,
        String text) {
    public XmlElement {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /** The value of an attribute, by the name under which {@link #attributes} holds it. */
    public Optional<String> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** The first child of that name in that namespace. */
    public Optional<XmlElement> child(String childNamespace, String childName) {
        return children.stream().filter(child -> child.is(childNamespace, childName)).findFirst();
    }

    /** Whether namespace and local name are these. */
    public boolean is(String otherNamespace, String otherName) {
        return namespace.equals(otherNamespace) && name.equals(otherName);
    }

    /** Escapes text for use as character data or inside an attribute with either kind of quote. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '\'' -> out.append("&apos;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return "XmlElement[{" + namespace + "}" + name + ", " + children.size() + " children]";
    }
}
