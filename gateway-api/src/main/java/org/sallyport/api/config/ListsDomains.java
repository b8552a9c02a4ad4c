package org.sallyport.api.config;

import org.sallyport.api.address.Domain;

/**
 * Implemented by the record of a filter's section that admits domains by name, so that the
 * configuration check can warn of a peer that no filter lets through.
 */
public interface ListsDomains {
    /** Returns whether the section admits {@code canonical}. */
    boolean lists(Domain canonical);
}
