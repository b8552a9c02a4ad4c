/**
 * A simulated XMPP domain: a strict server-to-server peer with scripted users, which behaves as
 * Prosody 0.12 does.
 *
 * <p>Start at {@link org.sallyport.simulator.xmpp.SimulatedXmppDomain}; below it lies {@link
 * org.sallyport.simulator.xmpp.StreamEndpoint}, which opens and accepts streams and knows no users.
 * Written from the specifications alone and without code of the gateway, so that one misreading
 * cannot hide in both.
 */
@NullMarked
package org.sallyport.simulator.xmpp;

import org.jspecify.annotations.NullMarked;
