/**
 * The presence documents of a simulated organisation: how its server writes and reads them (MS-SIP
 * §3).
 */
@NullMarked
package org.sallyport.simulator.edge.presence;

import org.jspecify.annotations.NullMarked;
