/** Tests. */
@NullMarked
package org.sallyport.core.config;

import org.jspecify.annotations.NullMarked;
