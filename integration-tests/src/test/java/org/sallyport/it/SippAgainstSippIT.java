package org.sallyport.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;

/**
 * Our SIPp scenarios fit each other over mutual TLS, so that a failure against the gateway is not
 * theirs.
 */
class SippAgainstSippIT {
    private final CertificateAuthority authority = CertificateAuthority.create("Test CA");

    @TempDir private Path folder;

    private SSLContext identity(String name) {
        return authority
                .issue(CertificateRequest.forDomain(name))
                .sslContext(CertificateAuthority.trustManager(authority));
    }

    @Test
    void aCalledSippHearsTheTextOfACallingOne() throws Exception {
        call("hello", "hello");
    }

    @Test
    void anotherTextThanTheExpectedOneIsNoticed() {
        assertThatThrownBy(() -> call("hello", "goodbye"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Failed regexp");
    }

    private void call(String said, String expected) throws Exception {
        Map<String, String> called =
                Map.of("me", "alice@xmpp.example", "edge", "sip.xmpp.example", "text", expected);
        Map<String, String> calling =
                Map.of(
                        "me",
                        "bob@sfb.example",
                        "other",
                        "alice@xmpp.example",
                        "edge",
                        "sip.sfb.example",
                        "text",
                        said);
        try (SippRun callee = SippRun.callee(folder, "callee-left", called);
                TlsRelay front = TlsRelay.fromTls(identity("sip.xmpp.example"), callee::port);
                TlsRelay back = TlsRelay.toTls(identity("sip.sfb.example"), front::port);
                SippRun caller = SippRun.caller(folder, "caller", back.port(), calling)) {
            callee.succeeds();
            caller.succeeds();
            assertThat(front.sessions()).hasSize(1);
            assertThat(front.sessions().getFirst().getPeerPrincipal().getName())
                    .contains("sip.sfb.example");
            assertThat(back.sessions()).hasSize(1);
        }
    }
}
