/**
 * Certificates for tests and demonstrations: a private authority, and every good and bad
 * certificate a peer may show.
 *
 * <p>Start at {@link org.sallyport.simulator.cert.CertificateAuthority}. Nothing here registers a
 * security provider.
 */
@NullMarked
package org.sallyport.simulator.cert;

import org.jspecify.annotations.NullMarked;
