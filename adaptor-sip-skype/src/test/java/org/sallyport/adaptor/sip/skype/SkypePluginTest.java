package org.sallyport.adaptor.sip.skype;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.GatewayPlugin;
import org.sallyport.testkit.GatewayPluginContract;

class SkypePluginTest implements GatewayPluginContract {
    @Override
    public Class<? extends GatewayPlugin> plugin() {
        return SkypePlugin.class;
    }

    @Test
    void offersItsType() {
        assertThat(new SkypePlugin().adaptors())
                .extracting(AdaptorFactory::type)
                .containsExactly("sip-skype");
    }

    @Test
    void claimsNothingThatItRefuses() {
        assertThat(SkypeProfile.PROFILE.supported())
                .doesNotContain("com.microsoft.rtc-multiparty", "ms-text-format");
        assertThat(SkypeProfile.PROFILE.acceptTypes().split(" "))
                .contains("text/plain")
                .doesNotContain("text/html", "text/rtf");
    }
}
