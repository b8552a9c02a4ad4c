/**
 * Counters, gauges and timers. Names are {@code area.thing} in lower case with hyphens, units at
 * the end where there is one ({@code -bytes}, {@code -seconds}); labels have few values and never
 * an address or content. The gateway puts {@code sallyport} and the instance in front.
 */
@NullMarked
package org.sallyport.api.metrics;

import org.jspecify.annotations.NullMarked;
