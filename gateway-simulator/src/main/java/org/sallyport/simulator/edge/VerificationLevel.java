package org.sallyport.simulator.edge;

/** How far an allowed partner's word about its users is believed (MS-SIP §1.4). */
public enum VerificationLevel {
    /** Everything is taken as verified. */
    ALWAYS_VERIFIABLE,
    /** Delivered only to users who have the sender among their contacts. */
    ALWAYS_UNVERIFIABLE,
    /** The header of the request decides; a request without it is refused. */
    USE_SOURCE,
    /** The header of the request decides; a request without it is delivered as unverified. */
    USE_SOURCE_OR_MARK
}
