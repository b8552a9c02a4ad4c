/**
 * IM sessions as explicit state machines (MS-SIP §2): one conversation for each pair of users, its
 * events handled one after the other. Knows no SIP stack: what goes over the wire passes {@link
 * org.sallyport.adaptor.sip.session.Wire} and {@link
 * org.sallyport.adaptor.sip.session.IncomingRequest}. Start at {@link
 * org.sallyport.adaptor.sip.session.SessionManager}.
 */
@NullMarked
package org.sallyport.adaptor.sip.session;

import org.jspecify.annotations.NullMarked;
