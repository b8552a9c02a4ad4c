package org.sallyport.adaptor.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.simulator.xmpp.SentStanza;

/** Much traffic both ways at once. */
class SaturationTest {
    private static final int EACH_WAY = 1_000;

    @TempDir Path folder;

    @Test
    void bothDirectionsMakeProgressAtOnce() throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = true;
        try (Boundary boundary = setup.open(folder);
                ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            boundary.core.hold(); // a core whose other side is slow
            List<Future<Outcome>> out = new ArrayList<>();
            List<SentStanza> in = new ArrayList<>();
            for (int i = 0; i < EACH_WAY; i++) {
                String words = "text " + i;
                in.add(boundary.peer.user("alice").says("bob@sfb.example", words));
                out.add(
                        lanes.submit(() ->
                                boundary.adaptor.deliver(
                                        Boundary.text("alice@xmpp.example", words),
                                        Instant.now().plusSeconds(30))));
            }
            for (Future<Outcome> outcome : out) {
                assertThat(outcome.get(30, TimeUnit.SECONDS)).isEqualTo(Outcome.taken());
            }
            for (int i = 0; i < EACH_WAY; i++) {
                boundary.core
                        .next()
                        .settle()
                        .accept(Outcome.notTaken(ErrorCode.USER_BUSY, "because"));
            }
            for (SentStanza stanza : in) {
                assertThat(stanza.error().get(30, TimeUnit.SECONDS).condition())
                        .isEqualTo("recipient-unavailable");
            }
            assertThat(
                            boundary.peer
                                    .user("alice")
                                    .received()
                                    .awaitCount(EACH_WAY, Duration.ofSeconds(10)))
                    .hasSize(EACH_WAY);
            assertThat(boundary.peer.violations()).isEmpty();
        }
    }
}
