package org.sallyport.plugin.whitelist;

import java.util.List;
import org.sallyport.api.filter.PacketFilter;
import org.sallyport.api.plugin.FilterFactory;
import org.sallyport.api.plugin.GatewayPlugin;
import org.sallyport.api.plugin.PluginContext;

/** Offers the filter {@code whitelist}. */
public final class WhitelistPlugin implements GatewayPlugin {
    @Override
    public List<FilterFactory<?>> filters() {
        return List.of(new Factory());
    }

    private static final class Factory implements FilterFactory<WhitelistConfig> {
        @Override
        public String name() {
            return "whitelist";
        }

        @Override
        public Class<WhitelistConfig> config() {
            return WhitelistConfig.class;
        }

        @Override
        public PacketFilter create(WhitelistConfig config, PluginContext context) {
            return new WhitelistFilter(config, UserList.read(config.users()));
        }
    }
}
