/** Tests. */
@NullMarked
package org.sallyport.core.host;

import org.jspecify.annotations.NullMarked;
