/**
 * The filter {@code whitelist}: who may take part at all. Start at {@link
 * org.sallyport.plugin.whitelist.WhitelistConfig}.
 */
@NullMarked
package org.sallyport.plugin.whitelist;

import org.jspecify.annotations.NullMarked;
