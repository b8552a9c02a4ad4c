/**
 * Policy: filters judge packets one after the other, in the order of the configuration file. Start
 * at {@link org.sallyport.api.filter.PacketFilter}.
 */
@NullMarked
package org.sallyport.api.filter;

import org.jspecify.annotations.NullMarked;
