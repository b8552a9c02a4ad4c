package org.sallyport.plugin.identitymap;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sallyport.api.address.Domain;
import org.sallyport.api.config.Doc;
import org.sallyport.api.link.AdaptorName;

/**
 * The section {@code identity-map:}. For each side the rules must be a bijection.
 *
 * @param domains domains that are shown under another name
 */
@Doc("Names under which one side's users are shown to the other; must be a bijection for each side")
public record IdentityMapConfig(
        @Doc("Domains that are shown under another name") List<DomainRule> domains) {
    /** Checks that no side sees one name for two domains, or two names for one domain. */
    public IdentityMapConfig {
        domains = List.copyOf(domains);
        Set<List<Object>> seen = new HashSet<>();
        for (DomainRule rule : domains) {
            if (!seen.add(List.of(rule.to(), "canonical", rule.canonical()))) {
                throw new IllegalArgumentException(
                        "the domain "
                                + rule.canonical()
                                + " is shown to "
                                + rule.to()
                                + " under two names; keep one of the rules");
            }
            if (!seen.add(List.of(rule.to(), "presented", rule.presented()))) {
                throw new IllegalArgumentException(
                        "two domains are shown to "
                                + rule.to()
                                + " as "
                                + rule.presented()
                                + "; give each a name of its own");
            }
        }
    }

    /**
     * One domain that is shown under another name.
     *
     * @param canonical the domain of the users' home system
     * @param presented the domain that the other side sees and writes to
     * @param to the adaptor instance whose users see it
     */
    @Doc("One domain that is shown under another name")
    public record DomainRule(
            @Doc("Domain of the users' home system") Domain canonical,
            @Doc("Domain that the other side sees and writes to") Domain presented,
            @Doc("Adaptor instance whose users see the presented name") AdaptorName to) {
        /** A rule that changes nothing is surely a mistake. */
        public DomainRule {
            if (canonical.equals(presented)) {
                throw new IllegalArgumentException(
                        "canonical and presented are the same; leave the rule out or change one");
            }
        }
    }
}
