/**
 * What all plugin instances of one gateway share, put together. Start at {@link
 * org.sallyport.core.host.HostServices}.
 */
@NullMarked
package org.sallyport.core.host;

import org.jspecify.annotations.NullMarked;
