package org.sallyport.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.core.pipeline.Bench.soon;
import static org.sallyport.core.pipeline.Bench.until;
import static org.sallyport.testkit.SamplePackets.text;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.api.event.GatewayEvent.PacketEnded;
import org.sallyport.api.filter.Verdict;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.packet.InstantMessage;
import org.sallyport.api.packet.Packet;

/** What a user wrote appears in no outcome, event or description, whatever goes wrong. */
class PrivacyTest {
    private static final String CANARY = "canary-4711";

    @Test
    void showsNoTextWhateverGoesWrong() throws Exception {
        Bench bench = new Bench();
        bench.filter(
                "quoting",
                (packet, context) -> {
                    if (packet.from().local().equals("filtered")) {
                        throw new IllegalStateException(((InstantMessage) packet).body().value());
                    }
                    return new Verdict.Pass(packet);
                });
        bench.sip.behaviour =
                (packet, _) -> {
                    if (packet.from().local().equals("broken")) {
                        throw new IllegalStateException(((InstantMessage) packet).body().value());
                    }
                    return Outcome.taken();
                };
        bench.open();
        List<Object> seen = new ArrayList<>();
        List<String> users = List.of("filtered", "broken", "fine");
        for (String user : users) {
            Packet packet =
                    text(
                            org.sallyport.api.address.Address.parse(user + "@xmpp.example"),
                            org.sallyport.testkit.SamplePackets.BOB,
                            CANARY);
            seen.add(soon(bench.says(packet)));
            seen.add(packet);
            seen.add(LaneKey.of(packet));
        }
        until(() ->
                bench.events.stream().filter(PacketEnded.class::isInstance).count()
                        == users.size());
        seen.addAll(bench.events);
        seen.add(bench.pipeline().totals());
        assertThat(seen)
                .allSatisfy(thing ->
                        assertThat(thing.toString())
                                .doesNotContain(CANARY)
                                .doesNotContain("filtered@")
                                .doesNotContain("broken@"));
        bench.close();
    }
}
