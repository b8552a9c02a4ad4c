/** The section of the configuration. */
@NullMarked
package org.sallyport.adaptor.xmpp.config;

import org.jspecify.annotations.NullMarked;
