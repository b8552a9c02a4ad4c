/**
 * Connections as the core sees them: which adaptor instance, and how its peer proved who it is.
 * Start at {@link org.sallyport.api.link.Link}.
 */
@NullMarked
package org.sallyport.api.link;

import org.jspecify.annotations.NullMarked;
