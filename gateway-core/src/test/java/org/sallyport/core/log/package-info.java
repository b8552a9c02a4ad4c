/** Tests. */
@NullMarked
package org.sallyport.core.log;

import org.jspecify.annotations.NullMarked;
