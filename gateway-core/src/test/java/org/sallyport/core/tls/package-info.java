/** Tests. */
@NullMarked
package org.sallyport.core.tls;

import org.jspecify.annotations.NullMarked;
