/** XMPP addresses (RFC 7622) and domain names in A-labels. */
@NullMarked
package org.sallyport.adaptor.xmpp.jid;

import org.jspecify.annotations.NullMarked;
