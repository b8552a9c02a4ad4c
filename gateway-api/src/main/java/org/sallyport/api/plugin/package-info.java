/**
 * What one plugin jar offers and what it is given. Start at {@link
 * org.sallyport.api.plugin.GatewayPlugin}.
 */
@NullMarked
package org.sallyport.api.plugin;

import org.jspecify.annotations.NullMarked;
