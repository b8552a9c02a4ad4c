/** Tests. */
@NullMarked
package org.sallyport.core.dns;

import org.jspecify.annotations.NullMarked;
