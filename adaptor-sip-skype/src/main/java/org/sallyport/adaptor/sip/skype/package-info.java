/**
 * Skype for Business 2015, 2019 and Subscription Edition: what differs from the SIP base, and
 * nothing else. Start at {@link org.sallyport.adaptor.sip.skype.SkypePlugin}.
 */
@NullMarked
package org.sallyport.adaptor.sip.skype;

import org.jspecify.annotations.NullMarked;
