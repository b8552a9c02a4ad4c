package org.sallyport.core.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Says whether a certificate was revoked. A hook: nothing is asked yet unless somebody puts a check
 * here.
 */
@FunctionalInterface
public interface RevocationCheck {
    /** Asks nobody. */
    RevocationCheck NONE = _ -> false;

    /**
     * Whether any certificate of a valid path was revoked. May block for a short, bounded time.
     *
     * @param path leaf first, without the trust anchor
     */
    boolean revoked(List<X509Certificate> path);
}
