/** Streams: negotiation, acknowledgement and liveness of connections in both directions. */
@NullMarked
package org.sallyport.adaptor.xmpp.stream;

import org.jspecify.annotations.NullMarked;
