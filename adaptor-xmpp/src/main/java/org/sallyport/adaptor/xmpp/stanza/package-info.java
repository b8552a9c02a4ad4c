/**
 * Stanzas: their errors, their translation from and to packets, answers to queries. No sockets
 * here.
 */
@NullMarked
package org.sallyport.adaptor.xmpp.stanza;

import org.jspecify.annotations.NullMarked;
