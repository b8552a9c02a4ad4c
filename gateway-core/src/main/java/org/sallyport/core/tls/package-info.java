/**
 * Our certificates and the verdict on peers' certificates, with the JDK alone. Start at {@link
 * org.sallyport.core.tls.PemIdentity} and {@link org.sallyport.core.tls.SessionVerifier}.
 */
@NullMarked
package org.sallyport.core.tls;

import org.jspecify.annotations.NullMarked;
