package org.sallyport.adaptor.sip.error;

import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.packet.CorrelationId;

/**
 * The header {@code ms-diagnostics-public}, the one explanation that crosses the federation boundary (MS-SIP §7.4). Its ids
 * are ours to choose from 60000 to 62999.
 */
public final class Diagnostics {
    /** The name of the header. */
    public static final String HEADER = "ms-diagnostics-public";

    private static final int FIRST_ID = 60_001;

    private Diagnostics() {}

    /** The id of an error: the place of its code in the api, which only grows at its end. */
    public static int idOf(ErrorCode code) {
        return FIRST_ID + code.ordinal();
    }

    /**
     * The value of the header.
     *
     * @param id names the packet, where there is one
     * @param host our host name
     */
    public static String value(ErrorCode code, Optional<CorrelationId> id, String host) {
        String reference = id.map(known -> " (ref " + known.shortForm() + ")").orElse("");
        return idOf(code) + ";reason=\"Sallyport: " + code.token() + reference + "\";source=\"" + host + "\"";
    }
}
