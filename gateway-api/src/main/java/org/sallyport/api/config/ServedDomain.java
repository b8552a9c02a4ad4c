package org.sallyport.api.config;

import java.util.Optional;
import org.sallyport.api.address.Domain;

/**
 * A domain that users of one side write to.
 *
 * @param domain the domain, as presented on that side
 * @param name our fully qualified host name for that domain, where the side needs one (SIP: SRV
 *     target, Contact, Via)
 */
@Doc("A domain that users of this side write to; may be written as the bare domain")
public record ServedDomain(
        @Doc("The domain, as presented on this side") Domain domain,
        @Doc(
                        "Our fully qualified host name for that domain; default: sip.DOMAIN where one is needed")
                Optional<Domain> name) {
    /** The short form: the domain alone. */
    public static ServedDomain parse(String text) {
        return new ServedDomain(Domain.parse(text), Optional.empty());
    }
}
