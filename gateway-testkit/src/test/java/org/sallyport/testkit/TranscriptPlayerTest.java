package org.sallyport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptPlayerTest {
    private static final Transcript HELLO =
            Transcript.parse(
                    """
                    # the server names the stream
                    < <stream id='${id}'>
                    > <auth id='${id}'/>
                    < ok ${id}
                    """);

    /** A wire whose other end says what it is told to. */
    private static final class Tape implements TranscriptPlayer.Wire {
        private final Deque<String> incoming = new ArrayDeque<>();
        private final List<String> sent = new ArrayList<>();

        Tape(String... pieces) {
            incoming.addAll(List.of(pieces));
        }

        @Override
        public void send(String text) {
            sent.add(text);
        }

        @Override
        public String receive() {
            return incoming.remove();
        }
    }

    @Test
    void sendsBackWhatItRemembered() throws Exception {
        Tape tape = new Tape("<stream id='a1'>", "ok a1");
        TranscriptPlayer player = new TranscriptPlayer();
        player.play(HELLO, tape);
        assertThat(tape.sent).containsExactly("<auth id='a1'/>");
        assertThat(player.value("id")).isEqualTo("a1");
    }

    @Test
    void failsAtTheFirstPieceThatDiffers() {
        Tape tape = new Tape("<stream id='a1'>", "ok b2");
        assertThatThrownBy(() -> new TranscriptPlayer().play(HELLO, tape))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("step 3");
    }

    @Test
    void refusesALineWithoutAMark() {
        assertThatThrownBy(() -> Transcript.parse("hello"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
