package org.sallyport.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A text that no user would write, and the search for it in files, in every form in which a program
 * may have kept it. Its first word shows in all encodings of the whole text; it has signs that XML,
 * JSON and URIs write differently.
 */
final class Canary {
    /** What users write. */
    static final String TEXT = "Zaunkoenig-7f3a9c & \"Grüße\" 🙂 Zaunkoenig-7f3a9c";

    private static final String WORD = "Zaunkoenig-7f3a9c";

    private final Map<String, byte[]> forms = new LinkedHashMap<>();

    Canary() {
        forms.put("plain", WORD.getBytes(StandardCharsets.US_ASCII));
        forms.put("upper case", WORD.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        forms.put("lower case", WORD.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        forms.put("UTF-16 little-endian", WORD.getBytes(StandardCharsets.UTF_16LE));
        forms.put("UTF-16 big-endian", WORD.getBytes(StandardCharsets.UTF_16BE));
        forms.put("percent", percent(WORD).getBytes(StandardCharsets.US_ASCII));
        forms.put(
                "query",
                URLEncoder.encode("& \"Grüße\" ", StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.US_ASCII));
        forms.put("tail", "Grüße\\\" 🙂".getBytes(StandardCharsets.UTF_8));
        String hex = HexFormat.of().formatHex(WORD.getBytes(StandardCharsets.US_ASCII));
        forms.put("hex", hex.getBytes(StandardCharsets.US_ASCII));
        forms.put("HEX", hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        for (int offset = 0; offset < 3; offset++) {
            forms.put(
                    "base64 at " + offset,
                    inBase64(WORD.getBytes(StandardCharsets.US_ASCII), offset));
            forms.put(
                    "base64 of UTF-16 at " + offset,
                    inBase64(WORD.getBytes(StandardCharsets.UTF_16LE), offset));
        }
    }

    private static String percent(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
        }
        return encoded.toString();
    }

    // Only the signs that do not depend on what stands before and after.
    private static byte[] inBase64(byte[] word, int offset) {
        byte[] shifted = new byte[offset + word.length];
        System.arraycopy(word, 0, shifted, offset, word.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int first = offset == 0 ? 0 : offset + 1;
        int last = encoded.length() - (shifted.length % 3 == 0 ? 0 : 1);
        return encoded.substring(first, last).getBytes(StandardCharsets.US_ASCII);
    }

    /** All forms with their names, for a test of the search itself. */
    Map<String, byte[]> forms() {
        return Map.copyOf(forms);
    }

    /** Where it was found below that folder, as {@code file: form}; compressed files are opened. */
    List<String> found(Path folder) throws IOException {
        List<String> places = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> {
                        for (String form : found(read(file))) {
                            places.add(folder.relativize(file) + ": " + form);
                        }
                    });
        }
        return places;
    }

    /** The forms found in these octets. */
    List<String> found(byte[] octets) {
        // One octet is one character here, so that the search is the library's.
        String content = new String(octets, StandardCharsets.ISO_8859_1);
        return forms.entrySet().stream()
                .filter(form ->
                        content.contains(new String(form.getValue(), StandardCharsets.ISO_8859_1)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static byte[] read(Path file) {
        try {
            byte[] octets = Files.readAllBytes(file);
            if (octets.length > 2 && (octets[0] & 0xFF) == 0x1F && (octets[1] & 0xFF) == 0x8B) {
                try (GZIPInputStream unpacked =
                        new GZIPInputStream(new ByteArrayInputStream(octets))) {
                    return unpacked.readAllBytes();
                }
            }
            return octets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
