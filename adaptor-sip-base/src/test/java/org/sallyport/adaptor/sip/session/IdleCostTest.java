package org.sallyport.adaptor.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sallyport.api.address.Address;
import org.sallyport.testkit.SamplePackets;

/**
 * What conversations cost while nothing happens in them, and that they cost nothing when they are
 * over.
 */
class IdleCostTest {
    private static final int CONVERSATIONS = 4_000;
    private static final int MOST_OCTETS_EACH = 6 * 1024;

    @Test
    void anIdleConversationIsSmallAndAnEndedOneIsGone() {
        Stage stage = new Stage();
        talk(stage, 0);
        long before = used();
        for (int i = 1; i <= CONVERSATIONS; i++) {
            talk(stage, i);
        }
        long each = (used() - before) / CONVERSATIONS;
        assertThat(stage.sessions.size()).isEqualTo(CONVERSATIONS + 1);
        assertThat(each)
                .as("octets of heap for one idle conversation")
                .isPositive()
                .isLessThan(MOST_OCTETS_EACH);
        stage.advance(Duration.ofMinutes(11));
        assertThat(stage.sessions.size()).isZero();
        assertThat(stage.scheduler.size()).as("timers left").isLessThan(10);
        stage.close();
    }

    private static void talk(Stage stage, int number) {
        Address to = Address.parse("user" + number + "@sfb.example");
        TextJob job = stage.says(SamplePackets.text(SamplePackets.ALICE, to, "Hello"));
        stage.wire.next("INVITE").accept("7E1D" + number);
        stage.wire.next("MESSAGE").answer(200);
        assertThat(job.isOpen()).isFalse();
        stage.wire.stateless.clear();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
