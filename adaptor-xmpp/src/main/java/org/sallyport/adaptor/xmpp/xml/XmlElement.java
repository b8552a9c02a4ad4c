package org.sallyport.adaptor.xmpp.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element with all that is in it. Prefixes are no part of it: what counts is the namespace. Its
 * content may be what a user wrote, so {@link #toString} shows the name only.
 *
 * @param namespace the namespace, or empty
 * @param name the local name
 * @param attributes the attributes, without namespace declarations
 * @param content elements and texts in order; neighbouring texts are one
 */
public record XmlElement(
        String namespace, String name, List<XmlAttribute> attributes, List<XmlNode> content)
        implements XmlNode {
    private static final String XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";

    /** Copies what it is given. */
    public XmlElement {
        attributes = List.copyOf(attributes);
        content = List.copyOf(content);
    }

    /** Starts an element that is made here. */
    public static Builder of(String namespace, String name) {
        return new Builder(namespace, name);
    }

    /** Whether the element has this namespace and name. */
    public boolean is(String otherNamespace, String otherName) {
        return name.equals(otherName) && namespace.equals(otherNamespace);
    }

    /** The value of an attribute without namespace. */
    public Optional<String> attribute(String wanted) {
        return Optional.ofNullable(valueOf("", wanted));
    }

    /** The value of {@code xml:lang} of this very element. */
    public Optional<String> language() {
        return Optional.ofNullable(valueOf(XML_NAMESPACE, "lang"));
    }

    /** The child elements in order. */
    public List<XmlElement> children() {
        List<XmlElement> found = new ArrayList<>(content.size());
        for (XmlNode node : content) {
            if (node instanceof XmlElement element) {
                found.add(element);
            }
        }
        return found;
    }

    /** The first child with this namespace and name. */
    public Optional<XmlElement> child(String childNamespace, String childName) {
        for (XmlNode node : content) {
            if (node instanceof XmlElement element && element.is(childNamespace, childName)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    /** The characters directly in this element, without those of its children. */
    public String text() {
        if (content.isEmpty()) {
            return "";
        }
        if (content.size() == 1 && content.getFirst() instanceof XmlText only) {
            return only.value();
        }
        StringBuilder text = new StringBuilder();
        for (XmlNode node : content) {
            if (node instanceof XmlText part) {
                text.append(part.value());
            }
        }
        return text.toString();
    }

    /** Shows the name only. */
    @Override
    public String toString() {
        return "XmlElement[{" + namespace + "}" + name + "]";
    }

    private @Nullable String valueOf(String attributeNamespace, String wanted) {
        for (XmlAttribute attribute : attributes) {
            if (attribute.name().equals(wanted)
                    && attribute.namespace().equals(attributeNamespace)) {
                return attribute.value();
            }
        }
        return null;
    }

    /** Puts an element together. Not thread-safe; used once. */
    public static final class Builder {
        private final String namespace;
        private final String name;
        private final List<XmlAttribute> attributes = new ArrayList<>(5);
        private final List<XmlNode> content = new ArrayList<>(4);

        private Builder(String namespace, String name) {
            this.namespace = namespace;
            this.name = name;
        }

        /** Adds an attribute without namespace. */
        public Builder with(String attribute, String value) {
            attributes.add(new XmlAttribute("", attribute, value));
            return this;
        }

        /** Adds an attribute without namespace, if there is a value. */
        public Builder with(String attribute, Optional<String> value) {
            value.ifPresent(present -> with(attribute, present));
            return this;
        }

        /** Adds {@code xml:lang}. */
        public Builder language(String tag) {
            attributes.add(new XmlAttribute(XML_NAMESPACE, "lang", tag));
            return this;
        }

        /** Adds a child. */
        public Builder and(XmlElement child) {
            content.add(child);
            return this;
        }

        /** Adds an empty child. */
        public Builder and(String childNamespace, String childName) {
            return and(of(childNamespace, childName).build());
        }

        /** Adds characters. */
        public Builder text(String value) {
            if (!value.isEmpty()) {
                content.add(new XmlText(value));
            }
            return this;
        }

        /** Adds a child with nothing but characters in it. */
        public Builder text(String childNamespace, String childName, String value) {
            return and(of(childNamespace, childName).text(value).build());
        }

        /** The finished element. */
        public XmlElement build() {
            return new XmlElement(namespace, name, attributes, content);
        }
    }
}
