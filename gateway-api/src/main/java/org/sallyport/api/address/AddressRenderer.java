package org.sallyport.api.address;

/**
 * The one place that decides how addresses appear in logs, events, metrics and management answers:
 * in full, as a domain or as a keyed hash, by configuration ({@code log.addresses}). Thread-safe.
 */
@FunctionalInterface
public interface AddressRenderer {
    /**
     * Returns the form to show; never throws, never empty, at most as long as the address plus 16
     * characters.
     */
    String render(Address address);
}
