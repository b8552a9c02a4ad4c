/**
 * SIP statuses and the gateway's error codes, both ways, as data: a base after RFC 7247 and an
 * overlay for Microsoft. Start at {@link org.sallyport.adaptor.sip.error.ErrorTable}.
 */
@NullMarked
package org.sallyport.adaptor.sip.error;

import org.jspecify.annotations.NullMarked;
