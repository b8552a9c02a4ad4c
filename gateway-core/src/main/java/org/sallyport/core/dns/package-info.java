/** DNS look-ups with limits. Start at {@link org.sallyport.core.dns.DnsNames}. */
@NullMarked
package org.sallyport.core.dns;

import org.jspecify.annotations.NullMarked;
