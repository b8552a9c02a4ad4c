package org.sallyport.core.management;

import java.util.Locale;
import java.util.Optional;

/**
 * Refuses what a web page in an operator's browser could send: a page reaches a loopback port by a
 * DNS name of its own that it re-binds, and browsers name the page's origin.
 */
final class HostCheck {
    private final String configured;

    HostCheck(String configured) {
        this.configured = configured.toLowerCase(Locale.ROOT);
    }

    /** Whether a request with these header values may go on. */
    boolean allows(Optional<String> host, boolean hasOrigin) {
        return !hasOrigin && host.map(HostCheck::name).filter(this::ours).isPresent();
    }

    private boolean ours(String name) {
        return name.equals("localhost") || name.equals(configured) || isAddress(name);
    }

    private static String name(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[")) {
            int end = lower.indexOf(']');
            return end < 0 ? "" : lower.substring(1, end);
        }
        int colon = lower.indexOf(':');
        return colon < 0 ? lower : lower.substring(0, colon);
    }

    /** An IP address cannot be re-bound; only its form matters here. */
    private static boolean isAddress(String name) {
        return name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
                || (name.indexOf(':') >= 0 && name.matches("[0-9a-f:.]+"));
    }
}
