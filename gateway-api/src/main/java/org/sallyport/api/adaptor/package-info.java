/**
 * The two sides of the gateway: adaptors turn wire talk into packets and back. Start at {@link
 * org.sallyport.api.adaptor.Adaptor}, then {@link org.sallyport.api.adaptor.PacketSink}.
 */
@NullMarked
package org.sallyport.api.adaptor;

import org.jspecify.annotations.NullMarked;
