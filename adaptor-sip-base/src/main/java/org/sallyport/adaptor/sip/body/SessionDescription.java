package org.sallyport.adaptor.sip.body;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The session description of an IM session (MS-SIP §2.1): one {@code m=message} line and the types
 * that are taken.
 *
 * @param media the kinds of the {@code m=} lines in lower case, in order
 * @param acceptTypes what {@code a=accept-types} lists in lower case; empty if there is no such
 *     line
 */
public record SessionDescription(List<String> media, Optional<List<String>> acceptTypes) {
    private static final int LONGEST = 32_768;

    /** Copies what it is given. */
    public SessionDescription {
        media = List.copyOf(media);
        acceptTypes = acceptTypes.map(List::copyOf);
    }

    /** Reads a description; empty if it is none. */
    public static Optional<SessionDescription> parse(byte[] body) {
        if (body.length > LONGEST) {
            return Optional.empty();
        }
        List<String> media = new ArrayList<>();
        Optional<List<String>> types = Optional.empty();
        String text = new String(body, StandardCharsets.UTF_8);
        if (!text.startsWith("v=0")) {
            return Optional.empty();
        }
        for (String line : text.split("\r?\n", -1)) {
            if (line.startsWith("m=")) {
                media.add(line.substring(2).split(" ", 2)[0].toLowerCase(Locale.ROOT));
            } else if (line.startsWith("a=accept-types:")) {
                String list =
                        line.substring("a=accept-types:".length()).strip().toLowerCase(Locale.ROOT);
                types =
                        Optional.of(
                                list.isEmpty() ? List.of() : Arrays.asList(list.split("\\s+", -1)));
            }
        }
        return Optional.of(new SessionDescription(media, types));
    }

    /**
     * Whether this is a text conversation, and nothing else, in which plain text may be written.
     */
    public boolean isPlainTextSession() {
        boolean messages =
                !media.isEmpty()
                        && media.stream()
                                .allMatch(m -> m.equals("message") || m.equals("x-ms-message"));
        return messages
                && acceptTypes
                        .map(types ->
                                types.contains("text/plain")
                                        || types.contains("*")
                                        || types.contains("text/*"))
                        .orElse(true);
    }

    /**
     * Our description.
     *
     * @param host what stands in {@code o=} and {@code c=}: our host name, no address of ours
     * @param uri our user's URI
     * @param types media types, separated by blanks
     */
    public static String write(String host, String uri, String types) {
        return "v=0\r\no=- 0 0 IN IP4 "
                + host
                + "\r\ns=session\r\nc=IN IP4 "
                + host
                + "\r\nt=0 0\r\nm=message 5060 sip "
                + uri
                + "\r\na=accept-types:"
                + types
                + "\r\n";
    }
}
