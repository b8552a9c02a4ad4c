/**
 * How log lines look, and what never stands in one. Start at {@link
 * org.sallyport.app.log.LogSetup}.
 */
@NullMarked
package org.sallyport.app.log;

import org.jspecify.annotations.NullMarked;
