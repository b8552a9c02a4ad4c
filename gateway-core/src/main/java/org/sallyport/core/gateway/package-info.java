/**
 * The whole gateway: assembled from a configuration and a plugin catalog, started in order, drained
 * and stopped in reverse. Start at {@link org.sallyport.core.gateway.Gateway}.
 */
@NullMarked
package org.sallyport.core.gateway;

import org.jspecify.annotations.NullMarked;
