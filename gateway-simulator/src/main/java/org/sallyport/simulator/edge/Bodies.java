package org.sallyport.simulator.edge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sallyport.simulator.sip.Octets;
import org.sallyport.simulator.sip.SipMessage;

/** Reads and writes the bodies of IM sessions (MS-SIP §2.4). */
final class Bodies {
    private static final String BOUNDARY = "----=_NextPart_000_0001_01DA.SIMULATED";

    private Bodies() {}

    /** A body with its Content-Type. */
    static final class Body {
        private final String type;
        private final byte[] octets;

        private Body(String type, byte[] octets) {
            this.type = type;
            this.octets = octets;
        }

        String type() {
            return type;
        }

        byte[] octets() {
            return octets;
        }

        @Override
        public String toString() {
            return "Body[" + type + "]";
        }
    }

    /** Writes a text in its form, or plain when the far side did not list that form. */
    static Body write(Outgoing text, Dialog dialog) {
        return switch (text.form()) {
            case PLAIN -> plain(text.text());
            case PLAIN_WITH_FONT ->
                    new Body(
                            "text/plain; charset=UTF-8;msgr=" + Requests.font(), utf8(text.text()));
            case PLAIN_WITH_LINE_END -> plain(text.text() + "\r\n");
            case HTML ->
                    dialog.accepts("text/html")
                            ? new Body("text/html; charset=UTF-8", utf8(html(text.text())))
                            : plain(text.text());
            case RTF ->
                    dialog.accepts("text/rtf")
                            ? new Body("text/rtf", rtf(text.text()))
                            : plain(text.text());
            case ALTERNATIVE ->
                    dialog.accepts("multipart/alternative")
                            ? alternative(text.text())
                            : plain(text.text());
        };
    }

    /** What a text body says; empty when it is not UTF-8 or has no readable part. */
    static Optional<String> read(SipMessage message) {
        Optional<String> text = Octets.text(message.body());
        return message.contentType().equals("multipart/alternative")
                ? text.flatMap(whole -> plainPart(whole, message.header("Content-Type").orElse("")))
                : text;
    }

    /** The text of Ms-Text-Format, if there is one (MS-SIP §2.2). */
    static Optional<String> toast(SipMessage invite) {
        return invite.header("Ms-Text-Format")
                .flatMap(value ->
                        Arrays.stream(value.split(";"))
                                .map(String::trim)
                                .filter(part ->
                                        part.toLowerCase(Locale.ROOT).startsWith("ms-body="))
                                .findFirst()
                                .flatMap(part -> decode(part.substring("ms-body=".length()))));
    }

    private static Optional<String> decode(String base64) {
        try {
            return Octets.text(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Media types of {@code a=accept-types}; {@code text/plain} when it is missing. */
    static Set<String> acceptTypes(SipMessage sdp) {
        for (String line : lines(sdp)) {
            if (line.startsWith("a=accept-types:")) {
                return new HashSet<>(
                        List.of(
                                line.substring("a=accept-types:".length())
                                        .trim()
                                        .toLowerCase(Locale.ROOT)
                                        .split(" +")));
            }
        }
        return Set.of("text/plain");
    }

    /** Whether a body offers IM and nothing else. */
    static boolean offersText(SipMessage invite) {
        if (!invite.contentType().equals("application/sdp")) {
            return false;
        }
        List<String> media = lines(invite).stream().filter(line -> line.startsWith("m=")).toList();
        return media.size() == 1 && media.getFirst().startsWith("m=message ");
    }

    private static List<String> lines(SipMessage sdp) {
        return new String(sdp.body(), StandardCharsets.ISO_8859_1).lines().toList();
    }

    static Body typing(boolean active) {
        String xml =
                "<?xml version=\"1.0\"?>\r\n<KeyboardActivity>\r\n  <status status=\""
                        + (active ? "type" : "idle")
                        + "\"/>\r\n</KeyboardActivity>";
        return new Body("application/xml", utf8(xml));
    }

    private static Body plain(String text) {
        return new Body("text/plain; charset=UTF-8", utf8(text));
    }

    private static Body alternative(String text) {
        String whole =
                "--"
                        + BOUNDARY
                        + "\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n"
                        + text
                        + "\r\n--"
                        + BOUNDARY
                        + "\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n"
                        + html(text)
                        + "\r\n--"
                        + BOUNDARY
                        + "--\r\n";
        return new Body("multipart/alternative; boundary=\"" + BOUNDARY + "\"", utf8(whole));
    }

    private static String html(String text) {
        String escaped =
                text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\n", "<BR>");
        return "<DIV style=\"font-size:10pt;font-family:Segoe UI;color:#000000;direction:ltr\">"
                + escaped
                + "</DIV>";
    }

    private static byte[] rtf(String text) {
        StringBuilder rtf =
                new StringBuilder(
                        "{\\rtf1\\fbidis\\ansi{\\fonttbl{\\f0\\fnil Segoe UI;}}\\f0\\fs20 ");
        for (int index = 0; index < text.length(); index++) {
            char unit = text.charAt(index);
            switch (unit) {
                case '\\', '{', '}' -> rtf.append('\\').append(unit);
                case '\n' -> rtf.append("\\line ");
                default -> {
                    if (unit < 0x80) {
                        rtf.append(unit);
                    } else {
                        rtf.append("\\u").append((short) unit).append('?');
                    }
                }
            }
        }
        return rtf.append("\\par\r\n}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static Optional<String> plainPart(String whole, String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("boundary=");
        if (at < 0) {
            return Optional.empty();
        }
        String rest = contentType.substring(at + "boundary=".length());
        int end = rest.startsWith("\"") ? rest.indexOf('"', 1) : rest.indexOf(';');
        String boundary =
                rest.substring(rest.startsWith("\"") ? 1 : 0, end < 0 ? rest.length() : end);
        for (String part : ("\r\n" + whole).split("\r\n--" + Pattern.quote(boundary), -1)) {
            int blank = part.indexOf("\r\n\r\n");
            if (blank >= 0
                    && part.substring(0, blank).toLowerCase(Locale.ROOT).contains("text/plain")) {
                return Optional.of(part.substring(blank + 4));
            }
        }
        return Optional.empty();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
