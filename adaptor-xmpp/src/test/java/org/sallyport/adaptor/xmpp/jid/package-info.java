/** Tests. */
@NullMarked
package org.sallyport.adaptor.xmpp.jid;

import org.jspecify.annotations.NullMarked;
