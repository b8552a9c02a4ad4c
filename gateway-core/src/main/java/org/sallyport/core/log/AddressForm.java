package org.sallyport.core.log;

/** How users' addresses are shown ({@code log.addresses}). */
public enum AddressForm {
    /** As they are. */
    FULL,
    /** The domain only. */
    DOMAIN,
    /** A hash under a secret of this installation, and the domain. */
    KEYED_HASH
}
