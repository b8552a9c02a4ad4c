package org.sallyport.adaptor.xmpp.xml;

/**
 * What one stream may cost.
 *
 * @param octets largest header or stanza
 * @param depth most elements open inside a stanza
 * @param attributes most attributes of an element
 * @param elements most elements in a stanza
 * @param names how many different names the parser may remember before it is replaced
 */
public record FrameLimits(int octets, int depth, int attributes, int elements, int names) {
    /** The usual limits with another size. */
    public static FrameLimits of(int octets) {
        return new FrameLimits(octets, 64, 64, 2_000, 10_000);
    }
}
