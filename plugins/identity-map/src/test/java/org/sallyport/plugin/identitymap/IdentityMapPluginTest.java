package org.sallyport.plugin.identitymap;

import org.sallyport.api.plugin.GatewayPlugin;
import org.sallyport.testkit.GatewayPluginContract;

class IdentityMapPluginTest implements GatewayPluginContract {
    @Override
    public Class<? extends GatewayPlugin> plugin() {
        return IdentityMapPlugin.class;
    }
}
