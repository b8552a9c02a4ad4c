/**
 * What stands in the bodies and body-like headers of IM sessions, read and written by pure
 * functions that are total: any octets give a result or a typed refusal, in bounded time and
 * memory. Start at {@link org.sallyport.adaptor.sip.body.ImBodies}.
 */
@NullMarked
package org.sallyport.adaptor.sip.body;

import org.jspecify.annotations.NullMarked;
