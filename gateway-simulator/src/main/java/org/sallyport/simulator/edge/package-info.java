/**
 * A simulated Skype for Business Access Edge with its users (MS-SIP §8.1). Start with {@link
 * org.sallyport.simulator.edge.SimulatedEdge}.
 */
@NullMarked
package org.sallyport.simulator.edge;

import org.jspecify.annotations.NullMarked;
