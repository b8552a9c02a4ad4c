package org.sallyport.simulator.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One SIP request or response with its header lines in order and byte-exact. Immutable; safe to
 * share between threads. All strings hold octets (see {@link Octets}).
 */
public final class SipMessage {
    private final String startLine;
    private final List<SipHeader> headers;
    private final byte[] body;

    SipMessage(String startLine, List<SipHeader> headers, byte[] body) {
        this.startLine = startLine;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /** Starts a request. */
    public static Builder request(String method, String uri) {
        return new Builder(method + " " + uri + " SIP/2.0");
    }

    /** Starts a response. */
    public static Builder response(int status, String reason) {
        return new Builder("SIP/2.0 " + status + " " + reason);
    }

    /** Whether this is a request. */
    public boolean isRequest() {
        return !startLine.startsWith("SIP/2.0 ");
    }

    /** The method of a request, or the CSeq method of a response. */
    public String method() {
        return isRequest() ? startLine.substring(0, startLine.indexOf(' ')) : cseq().method();
    }

    /** The Request-URI. */
    public String requestUri() {
        int first = startLine.indexOf(' ');
        return startLine.substring(first + 1, startLine.lastIndexOf(' '));
    }

    /** The status of a response. */
    public int status() {
        return Integer.parseInt(startLine.substring(8, 11));
    }

    /** The reason phrase of a response. */
    public String reason() {
        return startLine.length() > 12 ? startLine.substring(12) : "";
    }

    /** The first line, octets. */
    public String startLine() {
        return startLine;
    }

    /** All header lines, in order. */
    public List<SipHeader> headers() {
        return headers;
    }

    /** The first value of a header, in any case or compact form. */
    public Optional<String> header(String name) {
        for (SipHeader header : headers) {
            if (header.is(name)) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }

    /** How many lines carry this header. */
    public int count(String name) {
        return (int) headers.stream().filter(header -> header.is(name)).count();
    }

    /** All entries of a header that is a list: lines in order, each split at its commas. */
    public List<String> list(String name) {
        List<String> entries = new ArrayList<>();
        for (SipHeader header : headers) {
            if (header.is(name)) {
                entries.addAll(SipHeader.split(header.value()));
            }
        }
        return entries;
    }

    /** Whether a list header has this token, without case. */
    public boolean lists(String name, String token) {
        return list(name).stream().anyMatch(token::equalsIgnoreCase);
    }

    /** From, as checked by {@link SipRules}. */
    public NameAddress from() {
        return address("From");
    }

    /** To, as checked by {@link SipRules}. */
    public NameAddress to() {
        return address("To");
    }

    /** Call-ID, as checked by {@link SipRules}. */
    public String callId() {
        return header("Call-ID").orElseThrow(() -> new IllegalStateException("no Call-ID"));
    }

    /** CSeq, as checked by {@link SipRules}. */
    public CSeq cseq() {
        return header("CSeq")
                .flatMap(CSeq::parse)
                .orElseThrow(() -> new IllegalStateException("no CSeq"));
    }

    /** The branch of the topmost Via. */
    public String branch() {
        List<String> vias = list("Via");
        if (vias.isEmpty()) {
            throw new IllegalStateException("no Via");
        }
        return viaParameter(vias.getFirst(), "branch").orElse("");
    }

    /** A parameter of one Via entry. */
    public static Optional<String> viaParameter(String via, String name) {
        List<String> parts = SipHeader.split(via, ';');
        return new SipParameters(parts.subList(1, parts.size())).get(name);
    }

    /** Content-Type without its parameters, in lower case; empty text when there is none. */
    public String contentType() {
        String value = header("Content-Type").orElse("");
        return SipHeader.split(value, ';').getFirst().toLowerCase(java.util.Locale.ROOT);
    }

    /** The body; a copy. */
    public byte[] body() {
        return body.clone();
    }

    /** Length of the body in octets. */
    public int bodyLength() {
        return body.length;
    }

    /** The message as it goes over the wire. */
    public byte[] toBytes() {
        StringBuilder head = new StringBuilder(512).append(startLine).append("\r\n");
        for (SipHeader header : headers) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        byte[] octets = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[octets.length + body.length];
        System.arraycopy(octets, 0, whole, 0, octets.length);
        System.arraycopy(body, 0, whole, octets.length, body.length);
        return whole;
    }

    private NameAddress address(String name) {
        return header(name)
                .flatMap(NameAddress::parse)
                .orElseThrow(() -> new IllegalStateException("no " + name));
    }

    /** Method or status only: everything else may tell who wrote what to whom. */
    @Override
    public String toString() {
        return isRequest()
                ? "SipMessage[" + method() + "]"
                : "SipMessage[" + startLine.substring(8, 11) + "]";
    }

    /** Collects header lines in the order of the wire. Not thread-safe. */
    public static final class Builder {
        private final String startLine;
        private final List<SipHeader> headers = new ArrayList<>();

        private Builder(String startLine) {
            this.startLine = Octets.of(startLine);
        }

        /** Adds a line; the value may hold any text, which becomes UTF-8. */
        public Builder with(String name, String value) {
            headers.add(new SipHeader(name, Octets.of(value)));
            return this;
        }

        /** Adds one line for each value; the values are octets already. */
        public Builder withAll(String name, List<String> octetValues) {
            octetValues.forEach(value -> headers.add(new SipHeader(name, value)));
            return this;
        }

        /** Ends with a body, Content-Type and the right Content-Length. */
        public SipMessage body(String contentType, byte[] body) {
            with("Content-Type", contentType);
            with("Content-Length", Integer.toString(body.length));
            return new SipMessage(startLine, headers, body.clone());
        }

        /** Ends with {@code Content-Length: 0}. */
        public SipMessage empty() {
            with("Content-Length", "0");
            return new SipMessage(startLine, headers, new byte[0]);
        }
    }
}
