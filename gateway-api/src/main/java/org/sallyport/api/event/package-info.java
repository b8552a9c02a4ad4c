/**
 * What happens in the gateway, as one stream of typed events. Start at {@link
 * org.sallyport.api.event.GatewayEvent}.
 */
@NullMarked
package org.sallyport.api.event;

import org.jspecify.annotations.NullMarked;
