/**
 * A small SIP reader and writer over raw octets, as strict as a Microsoft Edge and without any SIP
 * library. Start with {@link org.sallyport.simulator.sip.SipMessage} and {@link
 * org.sallyport.simulator.sip.SipDecoder}.
 */
@NullMarked
package org.sallyport.simulator.sip;

import org.jspecify.annotations.NullMarked;
