package org.sallyport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CollectorLogTest {
    private static final long MEBI = 1 << 20;

    @Test
    void addsUpWhatEachPauseFoundNew() {
        CollectorLog log =
                CollectorLog.parse(
                        List.of(
                                "[0.005s] Using G1",
                                "[1.500s] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->4M(384M) 5.413ms",
                                "[2.000s] GC(1) Concurrent Mark Cycle",
                                "[2.500s] GC(1) Pause Remark 10M->10M(384M) 1.2ms",
                                "[2.600s] GC(1) Pause Cleanup 9M->9M(384M) 0.1ms",
                                "[3.500s] GC(2) Pause Full (System.gc()) 1G->512K(384M) 9.9ms"));
        assertThat(log.allocated()).isEqualTo((24 + 6 + 0 + (1024 - 9)) * MEBI);
        assertThat(log.live()).isEqualTo(MEBI / 2);
        assertThat(log.pauses()).isEqualTo(4);
    }

    @Test
    void findsNothingInNothing() {
        assertThat(CollectorLog.parse(List.of())).isEqualTo(new CollectorLog(0, 0, 0));
    }
}
