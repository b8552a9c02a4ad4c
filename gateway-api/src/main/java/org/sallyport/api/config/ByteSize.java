package org.sallyport.api.config;

import java.util.Locale;

/**
 * A size with its unit: {@code 512B}, {@code 64KiB}, {@code 1MiB}, {@code 2GiB}.
 *
 * @param bytes the size in octets, not negative
 */
public record ByteSize(long bytes) {
    /**
     * @throws IllegalArgumentException if it is negative
     */
    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
    }

    /**
     * @throws IllegalArgumentException if there is no whole number with a unit
     */
    public static ByteSize parse(String text) {
        String trimmed = text.strip();
        int digits = 0;
        while (digits < trimmed.length() && Character.isDigit(trimmed.charAt(digits))) {
            digits++;
        }
        long unit =
                switch (trimmed.substring(digits).strip().toLowerCase(Locale.ROOT)) {
                    case "b" -> 1L;
                    case "kib" -> 1L << 10;
                    case "mib" -> 1L << 20;
                    case "gib" -> 1L << 30;
                    default -> 0L;
                };
        if (digits == 0 || digits > 12 || unit == 0L) {
            throw new IllegalArgumentException(
                    "write a size with its unit, for example 256KiB (B, KiB, MiB, GiB)");
        }
        return new ByteSize(Math.multiplyExact(Long.parseLong(trimmed.substring(0, digits)), unit));
    }

    /** The size as an {@code int}, at most {@link Integer#MAX_VALUE}. */
    public int toInt() {
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /** As it is written in a file. */
    @Override
    public String toString() {
        if (bytes > 0 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes > 0 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes > 0 && bytes % (1L << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }
}
