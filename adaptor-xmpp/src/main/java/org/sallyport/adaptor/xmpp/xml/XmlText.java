package org.sallyport.adaptor.xmpp.xml;

/**
 * Character data. May be what a user wrote, so {@link #toString} does not show it.
 *
 * @param value the characters, unescaped
 */
public record XmlText(String value) implements XmlNode {
    @Override
    public String toString() {
        return "XmlText[" + value.length() + " chars]";
    }
}
