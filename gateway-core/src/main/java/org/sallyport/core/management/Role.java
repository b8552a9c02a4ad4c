package org.sallyport.core.management;

import java.util.Locale;
import java.util.Optional;

/** What an operator may do. Each role includes those before it. */
public enum Role {
    /** Look at everything. */
    READ,
    /** Drain and the like. */
    OPERATE,
    /** Everything. */
    ADMIN;

    /** Whether this role may do what {@code wanted} may. */
    public boolean includes(Role wanted) {
        return compareTo(wanted) >= 0;
    }

    /** The word in the token file. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> find(String word) {
        for (Role role : values()) {
            if (role.token().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
