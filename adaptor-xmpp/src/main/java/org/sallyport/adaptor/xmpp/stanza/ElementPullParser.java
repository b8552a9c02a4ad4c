package org.sallyport.adaptor.xmpp.stanza;

import java.util.ArrayList;
import java.util.List;
import javax.xml.namespace.QName;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.xml.XmlAttribute;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.adaptor.xmpp.xml.XmlNode;
import org.sallyport.adaptor.xmpp.xml.XmlText;

/**
 * Plays an element to Smack's providers as if it were being parsed, with {@code jabber:server}
 * shown as {@code jabber:client}, which is what they are registered for. Starts on the element's
 * start tag.
 */
final class ElementPullParser implements XmlPullParser {
    private static final String CLIENT = "jabber:client";

    /** One event; {@code text} is null for tags. */
    private record Step(Event event, XmlElement element, @Nullable String text, int depth) {}

    private final List<Step> steps = new ArrayList<>();
    private int at;

    ElementPullParser(XmlElement element) {
        unfold(element, 1);
    }

    private void unfold(XmlElement element, int depth) {
        steps.add(new Step(Event.START_ELEMENT, element, null, depth));
        for (XmlNode node : element.content()) {
            switch (node) {
                case XmlElement child -> unfold(child, depth + 1);
                case XmlText text ->
                        steps.add(new Step(Event.TEXT_CHARACTERS, element, text.value(), depth));
            }
        }
        steps.add(new Step(Event.END_ELEMENT, element, null, depth));
    }

    private Step step() {
        return steps.get(at);
    }

    private static String shown(String namespace) {
        return namespace.equals(Namespaces.SERVER) ? CLIENT : namespace;
    }

    private XmlAttribute attribute(int index) {
        return step().element().attributes().get(index);
    }

    @Override
    public Event next() {
        at++;
        return at < steps.size() ? step().event() : Event.END_DOCUMENT;
    }

    @Override
    public String nextText() throws XmlPullParserException {
        StringBuilder text = new StringBuilder();
        for (Event event = next(); event != Event.END_ELEMENT; event = next()) {
            if (event != Event.TEXT_CHARACTERS) {
                throw new XmlPullParserException("an element came where a text was wanted");
            }
            text.append(step().text());
        }
        return text.toString();
    }

    @Override
    public TagEvent nextTag() throws XmlPullParserException {
        Event event = next();
        while (event == Event.TEXT_CHARACTERS && isWhiteSpace()) {
            event = next();
        }
        return switch (event) {
            case START_ELEMENT -> TagEvent.START_ELEMENT;
            case END_ELEMENT -> TagEvent.END_ELEMENT;
            default -> throw new XmlPullParserException("a text came where a tag was wanted");
        };
    }

    @Override
    public Event getEventType() {
        return step().event();
    }

    @Override
    public int getDepth() {
        return step().depth();
    }

    @Override
    public String getName() {
        return step().element().name();
    }

    @Override
    public String getNamespace() {
        return shown(step().element().namespace());
    }

    @Override
    public @Nullable String getNamespace(@Nullable String prefix) {
        return prefix == null || prefix.isEmpty() ? getNamespace() : null;
    }

    @Override
    public QName getQName() {
        return new QName(getNamespace(), getName());
    }

    @Override
    public @Nullable String getPrefix() {
        return null;
    }

    @Override
    public @Nullable String getText() {
        return step().text();
    }

    @Override
    public boolean isWhiteSpace() {
        String text = step().text();
        return text != null && text.isBlank();
    }

    @Override
    public int getAttributeCount() {
        return step().event() == Event.START_ELEMENT ? step().element().attributes().size() : 0;
    }

    @Override
    public String getAttributeNamespace(int index) {
        return attribute(index).namespace();
    }

    @Override
    public String getAttributeName(int index) {
        return attribute(index).name();
    }

    @Override
    public QName getAttributeQName(int index) {
        return new QName(attribute(index).namespace(), attribute(index).name());
    }

    @Override
    public @Nullable String getAttributePrefix(int index) {
        return null;
    }

    @Override
    public String getAttributeType(int index) {
        return "CDATA";
    }

    @Override
    public String getAttributeValue(int index) {
        return attribute(index).value();
    }

    @Override
    public @Nullable String getAttributeValue(@Nullable String namespace, String name) {
        String wanted = namespace == null ? "" : namespace;
        for (XmlAttribute attribute : step().element().attributes()) {
            if (attribute.name().equals(name) && attribute.namespace().equals(wanted)) {
                return attribute.value();
            }
        }
        return null;
    }

    @Override
    public @Nullable Object getProperty(String name) {
        return null;
    }

    @Override
    public String getInputEncoding() {
        return "UTF-8";
    }

    @Override
    public int getNamespaceCount() {
        return 0;
    }

    @Override
    public @Nullable String getNamespacePrefix(int position) {
        return null;
    }

    @Override
    public @Nullable String getNamespaceUri(int position) {
        return null;
    }

    @Override
    public String getPositionDescription() {
        return "step " + at;
    }

    @Override
    public int getLineNumber() {
        return 0;
    }

    @Override
    public int getColumnNumber() {
        return 0;
    }

    @Override
    public boolean supportsRoundtrip() {
        return false;
    }
}
