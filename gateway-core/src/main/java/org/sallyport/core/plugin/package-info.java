/**
 * Plugins: found in folders, each in its own class loader, and what an instance is given. Start at
 * {@link org.sallyport.core.plugin.PluginCatalog}.
 */
@NullMarked
package org.sallyport.core.plugin;

import org.jspecify.annotations.NullMarked;
