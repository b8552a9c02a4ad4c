/**
 * The common base of all SIP adaptors: configuration, the adaptor itself, and the step between
 * sessions and transport. A dialect is added by handing a profile to {@link
 * org.sallyport.adaptor.sip.SipAdaptorFactory}.
 */
@NullMarked
package org.sallyport.adaptor.sip;

import org.jspecify.annotations.NullMarked;
