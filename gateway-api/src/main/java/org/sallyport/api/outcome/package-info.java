/** How a packet ended. Start at {@link org.sallyport.api.outcome.Outcome}. */
@NullMarked
package org.sallyport.api.outcome;

import org.jspecify.annotations.NullMarked;
