/**
 * XML as XMPP allows it: a small element model, one escaping writer, a strict incremental reader.
 * Start at {@link org.sallyport.adaptor.xmpp.xml.StreamFramer}.
 */
@NullMarked
package org.sallyport.adaptor.xmpp.xml;

import org.jspecify.annotations.NullMarked;
