/** Tests. */
@NullMarked
package org.sallyport.adaptor.xmpp.stream;

import org.jspecify.annotations.NullMarked;
