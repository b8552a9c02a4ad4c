package org.sallyport.adaptor.sip.error;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.api.error.ErrorCode;

/** One table of errors, total in both directions. Immutable. */
public final class ErrorTable {
    /** The generic interworking of RFC 7247 §7. */
    public static final ErrorTable RFC = new ErrorTable(List.of(), List.of());

    /** The base with the rows for Skype for Business and Teams over it. */
    public static final ErrorTable MICROSOFT =
            new ErrorTable(MicrosoftErrors.STATUSES, MicrosoftErrors.CODES);

    private static final int CONTENT_FILTER_WARNING = 309;

    private final Map<Integer, ErrorCode> codes = new HashMap<>();
    private final Map<ErrorCode, CodeRow> rows = new EnumMap<>(ErrorCode.class);

    private ErrorTable(List<StatusRow> statuses, List<CodeRow> over) {
        BaseErrors.STATUSES.forEach(row -> codes.put(row.status(), row.code()));
        statuses.forEach(row -> codes.put(row.status(), row.code()));
        BaseErrors.CODES.forEach(row -> rows.put(row.code(), row));
        over.forEach(row -> rows.put(row.code(), row));
    }

    /** What a final status of 300 and more means. */
    public ErrorCode codeOf(int status) {
        ErrorCode code = codes.get(status);
        return code == null ? BaseErrors.ofClass(status) : code;
    }

    /**
     * The same, looking at the Warning beside it: the content filter of the Microsoft side is told
     * by 606 with warning 309 alone (MS-SIP §2.4).
     *
     * @param warning the number that a Warning header starts with, or 0
     */
    public ErrorCode codeOf(int status, int warning) {
        return status == 606 && warning == CONTENT_FILTER_WARNING
                ? ErrorCode.CONTENT_BLOCKED
                : codeOf(status);
    }

    /** The status that tells an error. */
    public int statusOf(ErrorCode code, Place place) {
        CodeRow row = rows.get(code);
        if (row == null) {
            // A code of a later api.
            return 500;
        }
        return place == Place.INITIAL ? row.initial() : row.inDialog();
    }
}
