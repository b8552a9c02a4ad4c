/**
 * SIP over mutual TLS: connections, framing, authentication of peers and transactions. Start at
 * {@link org.sallyport.adaptor.sip.transport.SipTransport}. Above it, messages are whole, checked
 * and come from a proven peer.
 */
@NullMarked
package org.sallyport.adaptor.sip.transport;

import org.jspecify.annotations.NullMarked;
