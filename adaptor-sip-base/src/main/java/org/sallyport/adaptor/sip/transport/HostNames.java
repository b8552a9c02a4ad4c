package org.sallyport.adaptor.sip.transport;

import java.util.Locale;
import java.util.Optional;
import org.sallyport.adaptor.sip.address.BadSipAddressException;
import org.sallyport.adaptor.sip.address.SipAddresses;
import org.sallyport.api.address.Domain;

/**
 * Domains on the wire are A-labels, in the house U-labels. The conversion is that of addresses, so
 * that who is proven and who is named are never two ({@code java.net.IDN} would take the sharp s
 * for two letters).
 */
final class HostNames {
    private HostNames() {}

    /** The A-label form, lower case. */
    static String wire(Domain domain) {
        return wire(domain.value());
    }

    /** The A-label form of a host name, lower case; an address stays as it is. */
    static String wire(String host) {
        for (int i = 0; i < host.length(); i++) {
            if (host.charAt(i) >= 0x80) {
                try {
                    return SipAddresses.host(new Domain(host)).toLowerCase(Locale.ROOT);
                } catch (BadSipAddressException | IllegalArgumentException e) {
                    return host;
                }
            }
        }
        return host.toLowerCase(Locale.ROOT);
    }

    /** The domain that a host on the wire names; empty if it is none. */
    static Optional<Domain> domain(String host) {
        try {
            return Optional.of(SipAddresses.domain(host));
        } catch (BadSipAddressException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a dNSName covers a host: equal, or a wildcard for exactly its left-most label (RFC
     * 9525 §6.3).
     */
    static boolean covers(String certificateName, String host) {
        if (!certificateName.startsWith("*.")) {
            return certificateName.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot).equals(certificateName.substring(1));
    }

    /** Whether this is an IP address in numbers. */
    static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }
}
