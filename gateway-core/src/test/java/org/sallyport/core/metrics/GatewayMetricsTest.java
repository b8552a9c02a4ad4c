package org.sallyport.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sallyport.api.metrics.Metrics;

class GatewayMetricsTest {
    private final GatewayMetrics metrics = new GatewayMetrics();

    @Test
    void namesByOneConvention() {
        metrics.instance("xmpp")
                .counter("stream.opened", Map.of("peer", "a.example", "direction", "in"))
                .add(2);
        metrics.core().counter("packets.accepted").increment();
        assertThat(metrics.registry().getCounters())
                .containsOnlyKeys(
                        "sallyport.packets.accepted",
                        "sallyport.stream.opened{direction=in,instance=xmpp,peer=a.example}");
        assertThat(metrics.registry().counter("sallyport.packets.accepted").getCount())
                .isEqualTo(1);
    }

    @Test
    void aNameCanBeReadBack() {
        MetricName name = new MetricName("sallyport.a-b.c", Map.of("z", "1", "a", "x,y=z{}"));
        assertThat(name.toString()).isEqualTo("sallyport.a-b.c{a=x_y_z__,z=1}");
        assertThat(MetricName.parse(name.toString())).isEqualTo(name);
        assertThat(MetricName.parse("sallyport.x"))
                .isEqualTo(new MetricName("sallyport.x", Map.of()));
        assertThatThrownBy(() -> metrics.core().counter("Bad Name"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameNameAndLabelsGiveTheSameMeter() {
        Metrics instance = metrics.instance("sip");
        instance.counter("a.b", Map.of("x", "1", "y", "2")).increment();
        instance.counter("a.b", Map.of("y", "2", "x", "1")).increment();
        assertThat(metrics.registry().counter("sallyport.a.b{instance=sip,x=1,y=2}").getCount())
                .isEqualTo(2);
        instance.timer("a.took-seconds", Map.of()).record(1_000);
        assertThat(metrics.registry().timer("sallyport.a.took-seconds{instance=sip}").getCount())
                .isEqualTo(1);
    }

    @Test
    void aNewGaugeReplacesTheOldOne() {
        metrics.core().gauge("lanes.busy", Map.of(), () -> 1);
        metrics.core().gauge("lanes.busy", Map.of(), () -> 2);
        assertThat(metrics.registry().gauge("sallyport.lanes.busy").getValue()).isEqualTo(2L);
    }

    @Test
    void tellsOfTheJvm() {
        metrics.withJvm();
        assertThat(metrics.registry().getGauges())
                .containsKeys(
                        "sallyport.jvm.memory.heap.used",
                        "sallyport.jvm.buffers.direct.used",
                        "sallyport.jvm.threads.count")
                .allSatisfy((name, _) -> assertThat(MetricName.parse(name).name()).isEqualTo(name));
    }

    @Test
    void labelsWithFreeValuesDoNotGrowWithoutEnd() {
        GatewayMetrics few = new GatewayMetrics(100);
        for (int i = 0; i < 1_000; i++) {
            few.core().counter("a.b", Map.of("x", Integer.toString(i))).increment();
        }
        assertThat(few.registry().getMetrics())
                .hasSize(101)
                .containsKey("sallyport.metrics.overflow");
    }
}
