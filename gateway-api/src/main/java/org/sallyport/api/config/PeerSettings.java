package org.sallyport.api.config;

import java.util.List;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;

/**
 * One peer of an adaptor: how its domain is reached and what it must prove.
 *
 * @param domain the domain or pattern, as presented on this side
 * @param policy the name of an entry in {@code policies:}
 * @param connect how to reach it, tried in order; default {@code dns}
 * @param names certificate names that may speak for the domain besides the domain itself (SIP: the
 *     Edge's host names)
 */
@Doc("A peer: how its domain is reached and what it must prove")
public record PeerSettings(
        @Doc("The domain, *.suffix, or *") DomainPattern domain,
        @Doc("Name of the policy that this peer must satisfy") @Live String policy,
        @Doc("How to reach it: dns, host:port, or a list of host:port") @Default("dns") @Live
                List<Connect> connect,
        @Doc("Certificate names that may speak for the domain besides the domain itself") @Live
                List<Domain> names) {
    /**
     * @throws IllegalArgumentException if a pattern is to be reached by a fixed address list that
     *     is empty
     */
    public PeerSettings {
        connect = connect.isEmpty() ? List.of(Connect.DNS) : List.copyOf(connect);
        names = List.copyOf(names);
    }
}
