/** Tests. */
@NullMarked
package org.sallyport.core.metrics;

import org.jspecify.annotations.NullMarked;
