package org.sallyport.simulator.sip;

/**
 * What one SIP message may cost before the connection is closed.
 *
 * @param head longest start line and header block, in octets
 * @param headers most header lines
 * @param body longest body, in octets
 */
public record SipLimits(int head, int headers, int body) {
    /** 64 KiB of head, 200 header lines, 256 KiB of body. */
    public static final SipLimits USUAL = new SipLimits(65_536, 200, 262_144);

    public SipLimits {
        if (head < 64 || headers < 8 || body < 0) {
            throw new IllegalArgumentException("limits too small");
        }
    }
}
