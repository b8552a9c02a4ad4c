/** Tests of the adaptor against a simulated XMPP domain. */
@NullMarked
package org.sallyport.adaptor.xmpp;

import org.jspecify.annotations.NullMarked;
