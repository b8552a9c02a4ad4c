package org.sallyport.plugin.identitymap;

import java.util.List;
import org.sallyport.api.name.AddressMapper;
import org.sallyport.api.plugin.AddressMapperFactory;
import org.sallyport.api.plugin.GatewayPlugin;
import org.sallyport.api.plugin.PluginContext;

/** Offers the address mapper {@code identity-map}. */
public final class IdentityMapPlugin implements GatewayPlugin {
    @Override
    public List<AddressMapperFactory<?>> addressMappers() {
        return List.of(new Factory());
    }

    private static final class Factory implements AddressMapperFactory<IdentityMapConfig> {
        @Override
        public String name() {
            return "identity-map";
        }

        @Override
        public Class<IdentityMapConfig> config() {
            return IdentityMapConfig.class;
        }

        @Override
        public AddressMapper create(IdentityMapConfig config, PluginContext context) {
            return new DomainMapper(config);
        }
    }
}
