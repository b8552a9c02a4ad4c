package org.sallyport.simulator.edge;

import java.util.List;
import org.sallyport.simulator.sip.SipMessage;

/**
 * Compares the Route of a request inside a session with the Record-Route it must come from (MS-SIP
 * §1.6).
 */
final class RouteRule {
    private final Dialect dialect;

    RouteRule(Dialect dialect) {
        this.dialect = dialect;
    }

    boolean holds(Dialog dialog, SipMessage request) {
        return switch (dialect.routeCheck()) {
            case OFF -> true;
            case WHOLE_ENTRY -> request.list("Route").equals(dialog.expectedRoutes());
            case URI -> uris(request.list("Route")).equals(uris(dialog.expectedRoutes()));
        };
    }

    private static List<String> uris(List<String> entries) {
        return entries.stream().map(entry -> entry.substring(0, entry.indexOf('>') + 1)).toList();
    }
}
