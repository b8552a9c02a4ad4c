/**
 * For plugin authors: contracts to run against one's own plugin ({@link
 * org.sallyport.testkit.PacketFilterContract}, {@link org.sallyport.testkit.AdaptorContract}, …)
 * and fakes of what the gateway gives. Start at {@link org.sallyport.testkit.FakePluginContext}.
 */
@NullMarked
package org.sallyport.testkit;

import org.jspecify.annotations.NullMarked;
