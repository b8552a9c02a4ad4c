/**
 * Numbers: a Dropwizard registry behind {@link org.sallyport.api.metrics.Metrics}. The naming
 * convention is in {@code docs/metrics.md}. Start at {@link
 * org.sallyport.core.metrics.GatewayMetrics}.
 */
@NullMarked
package org.sallyport.core.metrics;

import org.jspecify.annotations.NullMarked;
