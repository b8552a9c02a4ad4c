/**
 * What can go wrong, in neutral words, and who must act. Start at {@link
 * org.sallyport.api.error.ErrorCode}.
 */
@NullMarked
package org.sallyport.api.error;

import org.jspecify.annotations.NullMarked;
