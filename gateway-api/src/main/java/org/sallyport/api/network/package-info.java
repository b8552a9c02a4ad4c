/**
 * Names and certificates: one place for DNS look-ups and for the verdict on a peer's certificate.
 * Start at {@link org.sallyport.api.network.NetworkServices}.
 */
@NullMarked
package org.sallyport.api.network;

import org.jspecify.annotations.NullMarked;
