package org.sallyport.adaptor.xmpp.xml;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Turns the octets of one stream into its header, whole elements and its end, strictly and with
 * bounded memory. The parser never sees an octet behind the element that it is at, so that TLS or a
 * new stream can begin there. Not thread-safe.
 */
public final class StreamFramer {
    /** Hears what was read, in order. */
    public interface Listener {
        /** The stream's start tag. */
        void opened(StreamHeader header) throws StreamFault;

        /** One child of the stream, {@code octets} long on the wire. */
        void received(XmlElement element, int octets) throws StreamFault;

        /** The stream's end tag. */
        void closed();
    }

    private static final InputFactoryImpl FACTORY = factory();

    private final FrameLimits limits;
    private final Listener listener;
    private final MarkupScanner scanner;
    private final ByteArrayOutputStream opening = new ByteArrayOutputStream();
    private AsyncXMLStreamReader<AsyncByteArrayFeeder> parser = FACTORY.createAsyncForByteArray();
    private final Deque<Open> open = new ArrayDeque<>();
    private final Set<String> names = new HashSet<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable XmlElement complete;
    private int elements;
    private boolean header;
    private boolean ended;
    private boolean stopped;

    /** An element whose end has not come yet. */
    private record Open(
            String namespace, String name, List<XmlAttribute> attributes, List<XmlNode> content) {
        XmlElement close() {
            return new XmlElement(namespace, name, attributes, content);
        }
    }

    /** A framer for one stream; after a restart of the stream another one is needed. */
    public StreamFramer(FrameLimits limits, Listener listener) {
        this.limits = limits;
        this.listener = listener;
        this.scanner = new MarkupScanner(limits);
    }

    /** Sets another limit for what comes next, in octets. */
    public void maxOctets(int most) {
        scanner.maxOctets(most);
    }

    /**
     * Says that this stream ends here: another octet is a fault (the other side must wait for us).
     */
    public void stop() {
        stopped = true;
    }

    /**
     * Reads on.
     *
     * @throws StreamFault if the stream must end; this framer is then of no use any more
     */
    public void feed(byte[] input, int from, int to) throws StreamFault {
        int at = from;
        while (at < to) {
            if (stopped || ended) {
                throw new StreamFault(
                        StreamCondition.POLICY_VIOLATION,
                        "octets came where the other side had to wait");
            }
            int next = scanner.scan(input, at, to);
            parse(input, at, next);
            at = next;
            tell();
        }
    }

    private void tell() throws StreamFault {
        switch (scanner.boundary()) {
            case NONE -> {}
            case HEADER -> require(header && open.isEmpty() && complete == null);
            case ELEMENT -> {
                XmlElement element = complete;
                complete = null;
                require(element != null);
                if (element != null) {
                    elements = 0;
                    forgetNames();
                    listener.received(element, scanner.octets());
                }
            }
            case CLOSE -> {
                require(ended);
                listener.closed();
            }
        }
    }

    /**
     * The scanner and the parser must agree on where things end; if not, something is being
     * smuggled.
     */
    private static void require(boolean agreed) throws StreamFault {
        if (!agreed) {
            throw new StreamFault(StreamCondition.NOT_WELL_FORMED, "tags do not match");
        }
    }

    /**
     * The parser keeps every name that it ever saw, and users of a peer can make up as many as they
     * like: after some another parser takes over, behind the same start tag.
     */
    private void forgetNames() throws StreamFault {
        if (names.size() <= limits.names()) {
            return;
        }
        names.clear();
        parser = FACTORY.createAsyncForByteArray();
        byte[] start = opening.toByteArray();
        try {
            parser.getInputFeeder().feedInput(start, 0, start.length);
            while (parser.next() != AsyncXMLStreamReader.EVENT_INCOMPLETE) {}
        } catch (XMLStreamException e) {
            throw fault(e);
        }
    }

    /** How many names the parser keeps. */
    int names() {
        return names.size();
    }

    private void parse(byte[] input, int from, int to) throws StreamFault {
        if (!header) {
            opening.write(input, from, to - from);
        }
        try {
            parser.getInputFeeder().feedInput(input, from, to - from);
            int event = parser.next();
            while (event != AsyncXMLStreamReader.EVENT_INCOMPLETE
                    && event != XMLStreamConstants.END_DOCUMENT) {
                on(event);
                event = parser.next();
            }
        } catch (XMLStreamException e) {
            throw fault(e);
        } catch (IllegalStateException | IndexOutOfBoundsException e) {
            // The parser gives up in these words, too, for example after too many colliding names.
            throw new StreamFault(StreamCondition.NOT_WELL_FORMED, "the XML cannot be parsed");
        }
    }

    /** The parser's message may quote what came: it is looked at, never passed on. */
    private static StreamFault fault(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("nbound") && message.contains("prefix")
                ? new StreamFault(
                        StreamCondition.BAD_NAMESPACE_PREFIX, "a namespace prefix is not declared")
                : new StreamFault(StreamCondition.NOT_WELL_FORMED, "the XML is not well-formed");
    }

    private void on(int event) throws StreamFault, XMLStreamException {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> start();
            case XMLStreamConstants.END_ELEMENT -> end();
            case XMLStreamConstants.CHARACTERS,
                    XMLStreamConstants.CDATA,
                    XMLStreamConstants.SPACE -> {
                if (!open.isEmpty()) {
                    text.append(
                            parser.getTextCharacters(),
                            parser.getTextStart(),
                            parser.getTextLength());
                }
            }
            case XMLStreamConstants.START_DOCUMENT -> {}
            default ->
                    throw new StreamFault(
                            StreamCondition.RESTRICTED_XML, "XML came that XMPP does not allow");
        }
    }

    private void start() throws StreamFault {
        String name = parser.getLocalName();
        note(parser.getPrefix(), name);
        List<XmlAttribute> attributes = attributes();
        if (!header) {
            header = true;
            header(name, attributes);
            return;
        }
        if (++elements > limits.elements()) {
            throw new StreamFault(
                    StreamCondition.POLICY_VIOLATION, "a stanza has too many elements");
        }
        flushText();
        open.push(
                new Open(
                        namespace(parser.getNamespaceURI()), name, attributes, new ArrayList<>(4)));
    }

    private void header(String name, List<XmlAttribute> attributes) throws StreamFault {
        if (!StreamHeader.STREAMS.equals(parser.getNamespaceURI())) {
            throw new StreamFault(
                    StreamCondition.INVALID_NAMESPACE, "the stream has another namespace");
        }
        if (!name.equals("stream")) {
            throw new StreamFault(StreamCondition.BAD_FORMAT, "the stream has another name");
        }
        if (!StreamHeader.SERVER.equals(parser.getNamespaceContext().getNamespaceURI(""))) {
            throw new StreamFault(
                    StreamCondition.INVALID_NAMESPACE, "the stream is not for servers");
        }
        XmlElement element = new XmlElement("", name, attributes, List.of());
        listener.opened(
                new StreamHeader(
                        filled(element, "from"),
                        filled(element, "to"),
                        filled(element, "id"),
                        filled(element, "version")));
    }

    private static Optional<String> filled(XmlElement element, String name) {
        return element.attribute(name).filter(value -> !value.isEmpty());
    }

    private List<XmlAttribute> attributes() throws StreamFault {
        int count = parser.getAttributeCount();
        if (count > limits.attributes() || parser.getNamespaceCount() > limits.attributes()) {
            throw new StreamFault(
                    StreamCondition.POLICY_VIOLATION, "an element has too many attributes");
        }
        for (int i = 0; i < parser.getNamespaceCount(); i++) {
            note("xmlns", String.valueOf(parser.getNamespacePrefix(i)));
        }
        if (count == 0) {
            return List.of();
        }
        List<XmlAttribute> attributes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            note(parser.getAttributePrefix(i), parser.getAttributeLocalName(i));
            attributes.add(
                    new XmlAttribute(
                            namespace(parser.getAttributeNamespace(i)),
                            parser.getAttributeLocalName(i),
                            parser.getAttributeValue(i)));
        }
        return attributes;
    }

    private void note(@Nullable String prefix, String name) {
        names.add(prefix == null || prefix.isEmpty() ? name : prefix + ':' + name);
    }

    private void end() throws StreamFault {
        if (open.isEmpty()) {
            ended = true;
            return;
        }
        flushText();
        XmlElement element = open.pop().close();
        Open parent = open.peek();
        if (parent != null) {
            parent.content().add(element);
        } else {
            require(complete == null);
            complete = element;
        }
    }

    private void flushText() {
        Open current = open.peek();
        if (current != null && !text.isEmpty()) {
            current.content().add(new XmlText(text.toString()));
        }
        text.setLength(0);
    }

    private static String namespace(@Nullable String uri) {
        return uri == null ? "" : uri;
    }

    private static InputFactoryImpl factory() {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
