/**
 * Addresses of the house and SIP URIs, both ways, with a closed alphabet on the way out. Start at
 * {@link org.sallyport.adaptor.sip.address.SipAddresses}.
 */
@NullMarked
package org.sallyport.adaptor.sip.address;

import org.jspecify.annotations.NullMarked;
