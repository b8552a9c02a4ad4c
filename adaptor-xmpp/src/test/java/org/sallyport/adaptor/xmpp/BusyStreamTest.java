package org.sallyport.adaptor.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.adaptor.xmpp.config.XmppConfig;
import org.sallyport.api.outcome.Outcome;

/** More texts over one stream than may be unconfirmed, faster than it is asked by itself. */
class BusyStreamTest {
    private static final int SENDERS = 50;
    private static final int TEXTS_OF_EACH = 120;

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"false, 60", "false, 0", "true, 60"})
    void goesOnWhenMuchIsUnconfirmed(boolean acknowledged, long interval) throws Exception {
        Boundary.Setup setup = new Boundary.Setup();
        setup.acknowledged = acknowledged;
        setup.ping =
                new XmppConfig.PingSettings(
                        Duration.ofSeconds(interval), Duration.ofMinutes(5), Duration.ofMinutes(5));
        try (Boundary boundary = setup.open(folder);
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<Outcome>> sender =
                    () -> {
                        List<Outcome> outcomes = new ArrayList<>();
                        for (int text = 0; text < TEXTS_OF_EACH; text++) {
                            Outcome outcome = boundary.deliver("alice@xmpp.example", "text");
                            outcomes.add(outcome);
                            if (!(outcome instanceof Outcome.Delivered)) {
                                break;
                            }
                        }
                        return outcomes;
                    };
            for (Future<List<Outcome>> outcomes :
                    senders.invokeAll(Collections.nCopies(SENDERS, sender))) {
                assertThat(outcomes.get())
                        .hasSize(TEXTS_OF_EACH)
                        .hasOnlyElementsOfType(Outcome.Delivered.class);
            }
            assertThat(boundary.peer.violations()).isEmpty();
        }
    }
}
