package org.sallyport.adaptor.sip.session;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sallyport.adaptor.sip.error.ErrorTable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;

/** Reads what the peer said against a request of ours. */
final class Refusal {
    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,9}).*");
    private static final int LONGEST_WAIT = 86_400;
    private static final List<String> DIAGNOSTICS =
            List.of("ms-diagnostics-public", "ms-client-diagnostics", "ms-diagnostics");

    private Refusal() {}

    static Outcome.Failed of(WireAnswer answer, ErrorTable errors) {
        int warning = number(answer, "Warning").orElse(0);
        ErrorCode code = errors.codeOf(answer.status(), warning);
        String detail = diagnostics(answer).map(id -> ", diagnostics " + id).orElse("");
        String cause = "the peer answered " + answer.status() + detail;
        return new Outcome.Failed(code, cause, Outcome.Certainty.NOT_TAKEN, retryAfter(answer));
    }

    static Optional<Integer> retryAfter(WireAnswer answer) {
        return number(answer, "Retry-After").map(seconds -> Math.min(seconds, LONGEST_WAIT));
    }

    /** The number of the first diagnostics header (MS-SIP §7.4). */
    static Optional<Integer> diagnostics(WireAnswer answer) {
        return DIAGNOSTICS.stream().flatMap(name -> number(answer, name).stream()).findFirst();
    }

    private static Optional<Integer> number(WireAnswer answer, String header) {
        List<String> values = answer.headers(header);
        Matcher matcher = NUMBER.matcher(values.isEmpty() ? "" : values.getFirst());
        return matcher.matches()
                ? Optional.of(Integer.parseInt(matcher.group(1)))
                : Optional.empty();
    }
}
