/**
 * The way of a packet: names in, lane, chain, route, names out, delivery, outcome. Knows no
 * protocol. Start at {@link org.sallyport.core.pipeline.Pipeline}, then {@code Entrance} (what a
 * reader runs) and {@code Carriage} (what a lane runs).
 */
@NullMarked
package org.sallyport.core.pipeline;

import org.jspecify.annotations.NullMarked;
