package org.sallyport.adaptor.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.adaptor.xmpp.config.XmppConfig;
import org.sallyport.api.error.GatewayException;
import org.sallyport.api.plugin.GatewayPlugin;
import org.sallyport.testkit.FakePluginContext;
import org.sallyport.testkit.GatewayPluginContract;

class XmppPluginTest implements GatewayPluginContract {
    @Override
    public Class<? extends GatewayPlugin> plugin() {
        return XmppPlugin.class;
    }

    @Test
    void refusesToBeMadeWithoutAListener() {
        XmppConfig config =
                new XmppConfig(
                        List.of(),
                        new XmppConfig.Listen(Optional.empty(), Optional.empty()),
                        List.of(),
                        List.of(),
                        List.of(),
                        XmppConfig.Confirm.WRITTEN,
                        Boundary.normalLimits(),
                        new Boundary.Setup().ping);
        try (FakePluginContext context = FakePluginContext.named("xmpp")) {
            assertThatThrownBy(() ->
                            new XmppAdaptorFactory()
                                    .create(config, List.of(Boundary.OURS), context))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("listen");
        }
        assertThat(new XmppAdaptorFactory().type()).isEqualTo("xmpp");
    }
}
