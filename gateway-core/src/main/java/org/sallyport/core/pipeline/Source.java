package org.sallyport.core.pipeline;

import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.link.Link;

/**
 * Where a packet came from.
 *
 * @param origin the side that read it, or on which its sender lives
 * @param link how the sender's peer proved who it is
 * @param entry how it got here
 */
record Source(AdaptorName origin, Link link, Entry entry) {
    /** How a packet got here. */
    enum Entry {
        /** An adaptor of this node read it: names are presented ones. */
        READ,
        /** Another node read it and did names and checks. */
        HANDED_OVER,
        /** A filter answered with it: names are canonical. */
        ORIGINATED
    }
}
