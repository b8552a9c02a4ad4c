package org.sallyport.core.pipeline;

import java.time.Instant;
import org.sallyport.api.link.AdaptorName;
import org.sallyport.api.link.Link;
import org.sallyport.api.packet.Packet;

/**
 * A packet that one node read and another one owns.
 *
 * @param packet with canonical names
 * @param origin the side that read it; sides have the same names on all nodes
 * @param link how the sender's peer proved who it is
 * @param deadline after it the packet is never written
 */
public record Handoff(Packet packet, AdaptorName origin, Link link, Instant deadline) {}
