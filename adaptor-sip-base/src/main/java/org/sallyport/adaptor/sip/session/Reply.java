package org.sallyport.adaptor.sip.session;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An answer of ours.
 *
 * @param status 180 to 699
 * @param headers what it has besides the headers that every answer copies
 * @param body what it carries
 * @param toParameters parameters to add to To besides the tag, starting with {@code ;}, or empty
 */
public record Reply(
        int status, List<SipHeader> headers, Optional<WireBody> body, String toParameters) {
    /** Copies what it is given. */
    public Reply {
        headers = List.copyOf(headers);
    }

    /** An answer with nothing but a status. */
    public static Reply of(int status) {
        return new Reply(status, List.of(), Optional.empty(), "");
    }

    /** The same answer with one header more. */
    public Reply with(String name, String value) {
        List<SipHeader> more =
                Stream.concat(headers.stream(), Stream.of(new SipHeader(name, value))).toList();
        return new Reply(status, more, body, toParameters);
    }
}
