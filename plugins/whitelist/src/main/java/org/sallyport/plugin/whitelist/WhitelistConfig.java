package org.sallyport.plugin.whitelist;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;
import org.sallyport.api.config.ListsDomains;

/**
 * The section {@code whitelist:}. Everything that is not listed is refused.
 *
 * @param domains domains that may take part, on both sides, by their canonical names
 * @param users users that may take part
 */
@Doc("Who may take part; everything that is not listed is refused")
public record WhitelistConfig(
        @Doc(
                        "Domains that may take part, on both sides, by their canonical names: exact, *.suffix or *")
                List<DomainPattern> domains,
        @Doc(
                        "Users that may take part: a domain of which a user is listed admits its listed users only")
                @Default("{}")
                Users users)
        implements ListsDomains {
    /** Copies and checks; an empty list would refuse everything and is surely a mistake. */
    public WhitelistConfig {
        domains = List.copyOf(domains);
        if (domains.isEmpty()) {
            throw new IllegalArgumentException(
                    "no domain is listed, so nobody could take part; list the domains");
        }
    }

    @Override
    public boolean lists(Domain canonical) {
        return domains.stream().anyMatch(pattern -> pattern.matches(canonical));
    }

    /**
     * Where users are listed. Both places add up.
     *
     * @param list addresses written here
     * @param file a file with one address a line
     */
    @Doc("Where users are listed; both places add up")
    public record Users(
            @Doc("Addresses, name@domain, by their canonical names") List<String> list,
            @Doc(
                            "File with one address a line; empty lines and lines that begin with # do not count")
                    Optional<Path> file) {
        /** Copies what it is given. */
        public Users {
            list = List.copyOf(list);
        }
    }
}
