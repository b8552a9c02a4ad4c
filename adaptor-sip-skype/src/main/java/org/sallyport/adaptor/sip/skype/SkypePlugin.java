package org.sallyport.adaptor.sip.skype;

import java.util.List;
import org.sallyport.adaptor.sip.SipAdaptorFactory;
import org.sallyport.api.plugin.AdaptorFactory;
import org.sallyport.api.plugin.GatewayPlugin;

/** Offers {@code type: sip-skype}. */
public final class SkypePlugin implements GatewayPlugin {
    /** The value of {@code type:}. */
    public static final String TYPE = "sip-skype";

    @Override
    public List<AdaptorFactory<?>> adaptors() {
        return List.of(new SipAdaptorFactory(TYPE, SkypeProfile.PROFILE));
    }
}
