package org.sallyport.adaptor.xmpp.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sallyport.adaptor.xmpp.xml.StreamFault;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.outcome.Outcome;

/** What XEP-0198 counts, on both sides. */
class CountingTest {
    @Property(tries = 300)
    void aStanzaCountsOnlyAfterAllBeforeIt(
            @ForAll @IntRange(min = 1, max = 200) int size, @ForAll long seed) {
        ReceivedWindow window = new ReceivedWindow();
        Random random = new Random(seed);
        List<ReceivedWindow.Slot> slots = new ArrayList<>();
        List<Boolean> settled = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (random.nextInt(4) == 0) {
                window.settled();
                settled.add(true);
                slots.add(new ReceivedWindow.Slot());
            } else {
                slots.add(window.open());
                settled.add(false);
            }
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (!settled.get(i)) {
                order.add(i);
            }
        }
        Collections.shuffle(order, random);
        for (int index : order) {
            assertThat(window.handled()).isEqualTo(prefix(settled));
            window.settle(slots.get(index));
            window.settle(slots.get(index));
            settled.set(index, true);
        }
        assertThat(window.handled()).isEqualTo(size);
        assertThat(window.unsettled()).isZero();
    }

    private static long prefix(List<Boolean> settled) {
        int first = settled.indexOf(false);
        return first < 0 ? settled.size() : first;
    }

    @Test
    void anAcknowledgementConfirmsInOrder() throws Exception {
        SentLog log = new SentLog();
        log.startCounting();
        List<Outgoing> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.add(outgoing());
            log.add(sent.getLast());
        }
        log.acknowledge(2);
        assertThat(sent)
                .extracting(outgoing -> outgoing.outcome().isDone())
                .containsExactly(true, true, false, false, false);
        log.acknowledge(2);
        assertThat(log.size()).isEqualTo(3);
        assertThat(sent.getFirst().outcome()).isCompletedWithValue(Outcome.taken());
        assertThatThrownBy(() -> log.acknowledge(6)).isInstanceOf(StreamFault.class);
        assertThatThrownBy(() -> log.acknowledge(1)).isInstanceOf(StreamFault.class);
        log.confirm(log.position(), Outcome.Level.CONFIRMED);
        assertThat(sent.getLast().outcome())
                .isCompletedWithValue(new Outcome.Delivered(Outcome.Level.CONFIRMED));
    }

    @Test
    void whatWasGivenUpIsNeverWritten() {
        Outgoing outgoing = outgoing();
        assertThat(outgoing.giveUp()).isTrue();
        assertThat(outgoing.take()).isNull();
        Outgoing written = outgoing();
        assertThat(written.take()).isEqualTo("<message/>");
        assertThat(written.take()).isNull();
        assertThat(written.giveUp()).isFalse();
    }

    private static Outgoing outgoing() {
        return Outgoing.of(XmlElement.of("jabber:server", "message").build(), Instant.MAX);
    }
}
