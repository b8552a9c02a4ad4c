/** The program {@code sallyport}. Start at {@link org.sallyport.app.Main}. */
@NullMarked
package org.sallyport.app;

import org.jspecify.annotations.NullMarked;
