/** How addresses and failures appear in logs: never more than is allowed. */
@NullMarked
package org.sallyport.core.log;

import org.jspecify.annotations.NullMarked;
