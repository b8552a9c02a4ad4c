package org.sallyport.adaptor.sip.session;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.packet.Attribute;
import org.sallyport.api.packet.Envelope;
import org.sallyport.api.plugin.Identifiers;

/**
 * Carries over SIP which gateways a text has passed, so that two of them back to back cannot play
 * it to and fro (CLASSES 28; RFC 5393 for proxies). A gateway is written as a keyed mark that only
 * itself can tell; the marks of others are only counted. Nothing but the end of loops rests on it.
 * Thread-safe.
 */
final class PathMarks {
    static final String HEADER = "Sallyport-Path";
    private static final String NAMESPACE = "org.sallyport";
    private static final String MARK = "[0-9a-f]{16}";
    private static final int MOST = 100;

    private final Identifiers identifiers;
    private volatile String ours = "";

    PathMarks(Identifiers identifiers) {
        this.identifiers = identifiers;
    }

    /** The header of a text that leaves; none if the house says nothing of its way. */
    Optional<SipHeader> header(Envelope envelope) {
        List<String> marks = new ArrayList<>();
        for (Object passed : path(envelope)) {
            String name = String.valueOf(passed);
            marks.add(name.matches(MARK) ? name : mark(name));
        }
        if (marks.isEmpty()) {
            return Optional.empty();
        }
        // The last one that a packet passed is always this node.
        ours = marks.getLast();
        return Optional.of(new SipHeader(HEADER, String.join(", ", marks)));
    }

    /** Whether a text was here before. */
    boolean isLoop(IncomingRequest request) {
        return marks(request).contains(ours);
    }

    /** The envelope of a text that came, with its way so far. */
    Envelope read(IncomingRequest request, Envelope envelope) {
        List<String> marks = marks(request);
        return marks.isEmpty()
                ? envelope
                : envelope.with(new Attribute(NAMESPACE, "hops", marks.size()))
                        .with(new Attribute(NAMESPACE, "path", marks));
    }

    private static List<String> marks(IncomingRequest request) {
        List<String> lines = request.headers(HEADER);
        return lines.isEmpty()
                ? List.of()
                : HeaderLists.items(lines).stream()
                        .filter(item -> item.matches(MARK))
                        .limit(MOST)
                        .toList();
    }

    private String mark(String node) {
        return HexFormat.of().formatHex(identifiers.keyedHash("sip-path", node), 0, 8);
    }

    private static List<?> path(Envelope envelope) {
        return envelope.attribute(NAMESPACE, "path").orElse(List.of()) instanceof List<?> nodes
                ? nodes
                : List.of();
    }
}
