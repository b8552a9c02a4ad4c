/** Tests. */
@NullMarked
package org.sallyport.adaptor.xmpp.stanza;

import org.jspecify.annotations.NullMarked;
