package org.sallyport.adaptor.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.adaptor.sip.session.SipHeader;
import org.sallyport.adaptor.sip.session.WireRequest;
import org.sallyport.api.address.Domain;
import org.sallyport.api.address.DomainPattern;
import org.sallyport.api.config.PeerSettings;

class JainTextTest {
    private static WireRequest to(String uri) {
        PeerSettings peer =
                new PeerSettings(
                        DomainPattern.exactly(new Domain("sfb.example")),
                        "edge",
                        List.of(),
                        List.of());
        return new WireRequest(
                "MESSAGE",
                new WireRequest.Target(uri, List.of(), peer),
                List.of(
                        new SipHeader("From", "<sip:alice@xmpp.example>;tag=1"),
                        new SipHeader("To", "<sip:bob@sfb.example>;tag=2"),
                        new SipHeader("Call-ID", "c"),
                        new SipHeader("CSeq", "1 MESSAGE")),
                Optional.empty(),
                Instant.MAX);
    }

    @Test
    void keepsTheTargetAsItCame() {
        String uri = "sip:bob@sfb.example;opaque=user:epid:kQ+/SP==;gruu";
        assertThat(JainText.request(to(uri)).toString())
                .startsWith("MESSAGE " + uri + " SIP/2.0\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:a b", "sip:a\r\nX: y", "nothing", "sip:a>;x", "sip:\u00e4@b"})
    void refusesATargetThatCouldBeMore(String uri) {
        assertThatIllegalArgumentException().isThrownBy(() -> JainText.request(to(uri)));
    }
}
