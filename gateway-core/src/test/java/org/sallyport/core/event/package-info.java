/** Tests. */
@NullMarked
package org.sallyport.core.event;

import org.jspecify.annotations.NullMarked;
