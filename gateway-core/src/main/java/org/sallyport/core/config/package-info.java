/**
 * The configuration file: read, checked as a whole and turned into one immutable {@link
 * org.sallyport.core.config.GatewayConfig}. Start at {@link
 * org.sallyport.core.config.ConfigLoader}.
 */
@NullMarked
package org.sallyport.core.config;

import org.jspecify.annotations.NullMarked;
