/**
 * What crosses the gateway: one sealed family of immutable packets, with no XMPP and no SIP words
 * in it. Start at {@link org.sallyport.api.packet.Packet}.
 */
@NullMarked
package org.sallyport.api.packet;

import org.jspecify.annotations.NullMarked;
