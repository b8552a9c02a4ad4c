package org.sallyport.adaptor.sip.transport;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sip.address.SipURI;
import org.sallyport.api.address.Domain;

/**
 * Whether those whom a request names as its sender belong to the peer at the other end (CLASSES 18;
 * MS-SIP §0). Trust headers of the Microsoft dialect are not looked at: from outside they say
 * nothing.
 */
final class SenderCheck {
    private final SipLink link;

    SenderCheck(SipLink link) {
        this.link = link;
    }

    /** The domain of From; empty if it names none. */
    Optional<Domain> fromDomain(SIPRequest request) {
        return request.getFrom().getAddress().getURI() instanceof SipURI uri
                        && uri.getHost() != null
                ? HostNames.domain(uri.getHost())
                : Optional.empty();
    }

    /**
     * Whether the peer may speak for every SIP address in P-Asserted-Identity (RFC 3325); telephone
     * numbers are ignored.
     */
    boolean assertedIdentitiesAreProven(RawHead head) {
        if (head.count(HeaderName.P_ASSERTED_IDENTITY) == 0) {
            return true;
        }
        List<String> entries = RouteEntries.split(head.values("P-Asserted-Identity"));
        return entries.stream().allMatch(this::isProven);
    }

    private boolean isProven(String entry) {
        if (isTelephone(entry)) {
            return true;
        }
        return RouteEntries.hop(entry)
                .flatMap(hop -> HostNames.domain(hop.host()))
                .flatMap(link::peerFor)
                .isPresent();
    }

    private static boolean isTelephone(String entry) {
        int open = RouteEntries.opening(entry);
        String uri = open >= 0 ? entry.substring(open + 1) : entry;
        return uri.strip().toLowerCase(Locale.ROOT).startsWith("tel:");
    }
}
