package org.sallyport.core.config;

import java.util.List;
import java.util.Optional;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.name.AddressMapper;

/** What address mappers make of whole domains, asked with a user that every domain may have. */
final class NameView {
    private static final String SOMEBODY = "somebody";

    private final List<AddressMapper> mappers;

    /**
     * @param mappers in the order of the file, which is that of name in
     */
    NameView(List<AddressMapper> mappers) {
        this.mappers = mappers;
    }

    /**
     * The home system of a domain that {@code side} knows under {@code presented}; empty if it may
     * not be used there.
     */
    Optional<Domain> canonical(Domain presented, AdaptorName side) {
        try {
            Address address = Address.of(SOMEBODY, presented);
            for (AddressMapper mapper : mappers) {
                address = mapper.canonical(address, side);
            }
            return Optional.of(address.domain());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** How {@code side} sees a domain; empty if it cannot. */
    Optional<Domain> presented(Domain canonical, AdaptorName side) {
        try {
            Address address = Address.of(SOMEBODY, canonical);
            for (AddressMapper mapper : mappers.reversed()) {
                address = mapper.presented(address, side);
            }
            return Optional.of(address.domain());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
