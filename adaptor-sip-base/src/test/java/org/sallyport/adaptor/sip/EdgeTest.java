package org.sallyport.adaptor.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.simulator.edge.Behaviour;
import org.sallyport.simulator.edge.Sent;

/** The adaptor against an Edge that was written by somebody else, over mutual TLS. */
@Timeout(60)
class EdgeTest {
    @TempDir
    Path folder;

    private EdgeRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new EdgeRig(folder);
    }

    @AfterEach
    void close() {
        assertThat(rig.edge.violations()).isEmpty();
        rig.close();
    }

    @Test
    void carriesATextToBob() throws Exception {
        assertThat(rig.says("Hello Bob")).isEqualTo(Outcome.taken());
        assertThat(rig.heard()).isEqualTo("Hello Bob");
    }

    @Test
    void carriesATextToAlice() throws Exception {
        Sent sent = rig.bob.says("alice@xmpp.example", "Hello Alice").get(10, TimeUnit.SECONDS);
        assertThat(sent.status()).isEqualTo(200);
        assertThat(rig.sink.next().words()).isEqualTo("Hello Alice");
    }
}
