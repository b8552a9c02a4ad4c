package org.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FakeSchedulerTest {
    private final FakeClock clock = new FakeClock();
    private final FakeScheduler scheduler = new FakeScheduler(clock);
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsWhatIsDueInOrderOfTime() {
        ScheduledFuture<?> _ = scheduler.schedule(() -> ran.add("late"), 2, TimeUnit.SECONDS);
        ScheduledFuture<?> _ = scheduler.schedule(() -> ran.add("early"), 1, TimeUnit.SECONDS);
        scheduler.advance(Duration.ofMillis(999));
        assertThat(ran).isEmpty();
        scheduler.advance(Duration.ofSeconds(5));
        assertThat(ran).containsExactly("early", "late");
    }

    @Test
    void repeatsUntilCancelled() {
        ScheduledFuture<?> task =
                scheduler.scheduleAtFixedRate(() -> ran.add("tick"), 1, 1, TimeUnit.SECONDS);
        scheduler.advance(Duration.ofSeconds(3));
        task.cancel(false);
        scheduler.advance(Duration.ofSeconds(3));
        assertThat(ran).hasSize(3);
        assertThat(scheduler.size()).isZero();
    }
}
