package org.sallyport.adaptor.sip.body;

import java.util.Locale;
import java.util.Optional;
import org.sallyport.api.packet.Text;

/** Reads the bodies of MESSAGE and INFO (MS-SIP §2.4, §2.5). Pure functions. */
public final class ImBodies {
    /** What is said in {@code Accept} of a 415. */
    public static final String ACCEPT =
            "text/plain, multipart/alternative, application/im-iscomposing+xml";

    private ImBodies() {}

    /**
     * Reads a body.
     *
     * @param contentType value of Content-Type, empty if there is none
     * @param contentEncoding value of Content-Encoding, empty if there is none
     */
    public static ImBody read(
            Optional<String> contentType, Optional<String> contentEncoding, byte[] body) {
        if (contentType.isEmpty()) {
            // RFC 3261 §20.15: it must be there if there is a body.
            return body.length == 0 ? new ImBody.Nothing() : new ImBody.Malformed();
        }
        boolean encoded =
                contentEncoding
                        .filter(value -> !value.strip().equalsIgnoreCase("identity"))
                        .isPresent();
        Optional<MediaType> type = MediaType.parse(contentType.get());
        if (type.isEmpty()) {
            return new ImBody.Malformed();
        }
        return encoded ? new ImBody.Unsupported() : read(type.get(), body);
    }

    private static ImBody read(MediaType type, byte[] body) {
        return switch (type.name()) {
            case "text/plain" -> plain(type, body);
            case "multipart/alternative" -> alternative(type, body);
            case "application/im-iscomposing+xml" -> XmlBodies.composing(body);
            case "application/xml" -> XmlBodies.keyboardActivity(body);
            case "application/xml+conversationinfo" -> new ImBody.Nothing();
            default -> new ImBody.Unsupported();
        };
    }

    private static ImBody alternative(MediaType type, byte[] body) {
        Optional<Multipart> parts =
                type.parameter("boundary").flatMap(boundary -> Multipart.parse(boundary, body));
        if (parts.isEmpty()) {
            return new ImBody.Malformed();
        }
        for (Multipart.Part part : parts.get().parts()) {
            Optional<MediaType> inner = part.header("content-type").flatMap(MediaType::parse);
            // RFC 2046 §5.1: a part without Content-Type is plain text.
            boolean plain =
                    part.header("content-type").isEmpty()
                            || inner.filter(t -> t.name().equals("text/plain")).isPresent();
            if (plain && isIdentity(part.header("content-transfer-encoding"))) {
                return plain(
                        inner.orElse(new MediaType("text/plain", java.util.Map.of())), part.body());
            }
        }
        return new ImBody.Unsupported();
    }

    private static boolean isIdentity(Optional<String> encoding) {
        String name = encoding.orElse("8bit").strip().toLowerCase(Locale.ROOT);
        return name.equals("7bit") || name.equals("8bit") || name.equals("binary");
    }

    private static ImBody plain(MediaType type, byte[] body) {
        Charsets.Decoded decoded = Charsets.decode(type.parameter("charset"), body);
        return switch (decoded) {
            case Charsets.Decoded.Unknown unknown -> new ImBody.Unsupported();
            case Charsets.Decoded.Wrong wrong -> new ImBody.Malformed();
            case Charsets.Decoded.Good(String text) -> words(PlainText.fromWire(text));
        };
    }

    private static ImBody words(String text) {
        if (text.isEmpty()) {
            return new ImBody.Nothing();
        }
        return text.length() > Text.MAX_LENGTH ? new ImBody.TooLarge() : new ImBody.Words(text);
    }
}
