package org.sallyport.simulator.cert;

/** The extended key usages a certificate carries (RFC 5280 §4.2.1.12). */
public enum KeyUsage {
    /** Server authentication only, as public authorities issue today. */
    SERVER,
    /** Client authentication only: useless for a federating server. */
    CLIENT,
    /** Both, as federating servers had for years. */
    BOTH,
    /** No such extension at all, which permits everything. */
    NONE
}
