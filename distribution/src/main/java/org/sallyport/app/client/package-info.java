/** Finding and asking a running gateway. */
@NullMarked
package org.sallyport.app.client;

import org.jspecify.annotations.NullMarked;
