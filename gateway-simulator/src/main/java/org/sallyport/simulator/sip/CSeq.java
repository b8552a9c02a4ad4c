package org.sallyport.simulator.sip;

import java.util.Optional;

/**
 * The CSeq header.
 *
 * @param number 0 to 2^31-1 (RFC 3261 §8.1.1.5)
 * @param method the method, case-sensitive
 */
public record CSeq(long number, String method) {
    /** Reads a value; empty when it is not a number, white space and a method. */
    public static Optional<CSeq> parse(String value) {
        int digits = 0;
        while (digits < value.length()
                && value.charAt(digits) >= '0'
                && value.charAt(digits) <= '9') {
            digits++;
        }
        String method = value.substring(digits).trim();
        boolean separated =
                digits < value.length()
                        && (value.charAt(digits) == ' ' || value.charAt(digits) == '\t');
        if (digits == 0
                || digits > 10
                || !separated
                || method.isEmpty()
                || method.indexOf(' ') >= 0) {
            return Optional.empty();
        }
        long number = Long.parseLong(value.substring(0, digits));
        return number > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new CSeq(number, method));
    }
}
