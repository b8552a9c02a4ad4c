/**
 * The packaged gateway in its own process, between real servers and simulated ones. Start at {@link
 * org.sallyport.it.World}.
 */
@NullMarked
package org.sallyport.it;

import org.jspecify.annotations.NullMarked;
