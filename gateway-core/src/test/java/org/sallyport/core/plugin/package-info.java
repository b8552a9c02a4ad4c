/** Tests. */
@NullMarked
package org.sallyport.core.plugin;

import org.jspecify.annotations.NullMarked;
