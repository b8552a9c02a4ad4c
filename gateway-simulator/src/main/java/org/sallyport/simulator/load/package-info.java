/**
 * Load generators for both sides of the gateway, and the score they keep together.
 *
 * <p>Every text carries a {@link org.sallyport.simulator.load.LoadToken}; the generator that sends
 * and the one that receives live in one process and share a {@link
 * org.sallyport.simulator.load.LoadScore} for each direction.
 */
@NullMarked
package org.sallyport.simulator.load;

import org.jspecify.annotations.NullMarked;
