/**
 * Server-to-server XMPP: the plugin, its adaptor, and what ties streams and stanzas together. Start
 * at {@link org.sallyport.adaptor.xmpp.XmppAdaptor}.
 */
@NullMarked
package org.sallyport.adaptor.xmpp;

import org.jspecify.annotations.NullMarked;
