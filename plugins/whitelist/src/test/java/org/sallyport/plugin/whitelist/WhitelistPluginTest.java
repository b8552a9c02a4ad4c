package org.sallyport.plugin.whitelist;

import org.sallyport.api.plugin.GatewayPlugin;
import org.sallyport.testkit.GatewayPluginContract;

class WhitelistPluginTest implements GatewayPluginContract {
    @Override
    public Class<? extends GatewayPlugin> plugin() {
        return WhitelistPlugin.class;
    }
}
