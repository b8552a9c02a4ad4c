package org.sallyport.adaptor.xmpp.xml;

/**
 * One attribute.
 *
 * @param namespace its namespace, mostly empty
 * @param name its local name
 * @param value its value, unescaped
 */
public record XmlAttribute(String namespace, String name, String value) {
    @Override
    public String toString() {
        return "XmlAttribute[" + name + "]";
    }
}
