/**
 * The one stream of events: bounded, one thread for each listener. Start at {@link
 * org.sallyport.core.event.EventBus}.
 */
@NullMarked
package org.sallyport.core.event;

import org.jspecify.annotations.NullMarked;
