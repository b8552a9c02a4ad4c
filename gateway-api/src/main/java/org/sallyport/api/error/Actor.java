package org.sallyport.api.error;

/** Who must act for an error to go away. */
public enum Actor {
    /** The user who wrote: another text, another address, or later. */
    SENDER,
    /** The user who was written to. */
    RECIPIENT,
    /** The administrator of the peer. */
    PEER,
    /** The administrator of this gateway. */
    OPERATOR,
    /** Nobody but us: overload, a bug, a stop. */
    GATEWAY
}
