/** Tests. */
@NullMarked
package org.sallyport.adaptor.xmpp.xml;

import org.jspecify.annotations.NullMarked;
