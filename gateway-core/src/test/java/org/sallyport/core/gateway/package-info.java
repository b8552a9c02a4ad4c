/**
 * Tests of the whole gateway with plugins in memory. Start at {@link
 * org.sallyport.core.gateway.GatewayTest}.
 */
@NullMarked
package org.sallyport.core.gateway;

import org.jspecify.annotations.NullMarked;
