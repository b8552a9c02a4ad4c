package org.sallyport.adaptor.sip.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SipFramerTest {
    private static final String MESSAGE =
            """
            MESSAGE sip:alice@xmpp.example SIP/2.0
            Via: SIP/2.0/tls sip.sfb.example;branch=z9hG4bKx
            From: "Ärne" <sip:bob@sfb.example>;tag=1
            To: <sip:alice@xmpp.example>
            Call-ID: c1
            CSeq: 1 MESSAGE
            Max-Forwards: 70
            Content-Length:    5

            """
                    .replace("\n", "\r\n");

    /** Octets that break the borders of messages; each ends the connection. */
    enum Broken {
        BARE_LF(MESSAGE.replace("\r\n", "\n"), Flaw.BARE_LINE_END),
        BARE_CR(MESSAGE.replace("c1\r\n", "c1\r"), Flaw.BARE_LINE_END),
        LF_IN_VALUE(MESSAGE.replace("c1", "c\n1"), Flaw.BARE_LINE_END),
        NO_LENGTH(MESSAGE.replace("Content-Length:    5\r\n", ""), Flaw.NO_LENGTH),
        NEGATIVE(MESSAGE.replace("   5", "-2"), Flaw.BAD_LENGTH),
        PLUS(MESSAGE.replace("   5", "+5"), Flaw.BAD_LENGTH),
        EMPTY(MESSAGE.replace("   5", ""), Flaw.BAD_LENGTH),
        TWO_NUMBERS(MESSAGE.replace("   5", "5, 5"), Flaw.BAD_LENGTH),
        OVERFLOW(MESSAGE.replace("   5", "4294967301"), Flaw.BAD_LENGTH),
        HUGE(MESSAGE.replace("   5", "200000000"), Flaw.MESSAGE_TOO_LONG),
        SAME_TWICE(MESSAGE.replace("CSeq", "Content-Length: 5\r\nCSeq"), Flaw.TWO_LENGTHS),
        COMPACT_AND_FULL(MESSAGE.replace("CSeq", "l: 5\r\nCSeq"), Flaw.TWO_LENGTHS),
        FOLDED(MESSAGE.replace("c1\r\n", "c1\r\n more\r\n"), Flaw.FOLDED_LINE),
        HTTP("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", Flaw.NOT_SIP),
        TLS_HELLO("\u0016\u0003\u0001\r\n\r\n", Flaw.NOT_SIP),
        NO_FIRST_LINE("Via: x\r\nContent-Length: 0\r\n\r\n", Flaw.NOT_SIP),
        BLANK_IN_URI(
                MESSAGE.replace("sip:alice@xmpp.example SIP/2.0", "sip:a b SIP/2.0"), Flaw.NOT_SIP),
        STATUS_OF_TWO_DIGITS("SIP/2.0 20 OK\r\nContent-Length: 0\r\n\r\n", Flaw.NOT_SIP),
        LONG_HEAD(MESSAGE.replace("c1", "c".repeat(20_000)), Flaw.HEAD_TOO_LONG),
        MANY_LINES(MESSAGE.replace("CSeq", "X: y\r\n".repeat(300) + "CSeq"), Flaw.HEAD_TOO_LONG);

        private final String text;
        private final Flaw flaw;

        Broken(String text, Flaw flaw) {
            this.text = text;
            this.flaw = flaw;
        }
    }

    private static final class Pulses implements SipFramer.Pulse {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void partial(boolean begun) {}

        @Override
        public void ping() {
            seen.add("ping");
        }

        @Override
        public boolean pong() {
            seen.add("pong");
            return false;
        }
    }

    private final Pulses pulses = new Pulses();

    private EmbeddedChannel channel() {
        SipFramer framer = new SipFramer(TransportLimits.DEFAULTS.sizes(), pulses);
        EmbeddedChannel channel = new EmbeddedChannel(framer);
        try {
            framer.open(channel.pipeline().context(framer));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return channel;
    }

    private static void feed(EmbeddedChannel channel, byte[] octets, int from, int to) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, from, to - from));
    }

    private static Frame frame(EmbeddedChannel channel) {
        return (Frame) channel.readInbound();
    }

    @Test
    void findsMessagesWhereverTheChunksAreCut() {
        byte[] octets =
                ("\r\n\r\n" + MESSAGE + "hello" + MESSAGE.replace("Content-Length", "l") + "wörl")
                        .getBytes(UTF_8);
        for (int cut = 1; cut < octets.length; cut++) {
            EmbeddedChannel channel = channel();
            feed(channel, octets, 0, cut);
            feed(channel, octets, cut, octets.length);
            Frame first = frame(channel);
            Frame second = frame(channel);
            assertThat(new String(first.body(), UTF_8)).as("cut at %d", cut).isEqualTo("hello");
            assertThat(first.head().octets()).asString(UTF_8).isEqualTo(MESSAGE);
            assertThat(new String(second.body(), UTF_8)).as("cut at %d", cut).isEqualTo("wörl");
            assertThat(channel.inboundMessages()).isEmpty();
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void findsMessagesOctetByOctet() {
        byte[] octets = (MESSAGE + "hello").repeat(3).getBytes(UTF_8);
        EmbeddedChannel channel = channel();
        for (int i = 0; i < octets.length; i++) {
            feed(channel, octets, i, i + 1);
        }
        assertThat(channel.inboundMessages()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void endsTheConnectionWhenBordersAreInDoubt(Broken broken) {
        byte[] octets = broken.text.getBytes(ISO_8859_1);
        for (int size : new int[] {octets.length, 1, 7}) {
            EmbeddedChannel channel = channel();
            Flaw found = null;
            try {
                for (int i = 0; i < octets.length; i += size) {
                    feed(channel, octets, i, Math.min(octets.length, i + size));
                }
            } catch (DecoderException e) {
                found = flaw(e);
            }
            assertThat(found).as("in chunks of %d", size).isEqualTo(broken.flaw);
            assertThat(channel.inboundMessages()).isEmpty();
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void keepsNothingBeyondTheLongestHead() {
        EmbeddedChannel channel = channel();
        byte[] octets =
                ("MESSAGE sip:a@b SIP/2.0\r\nX: " + "a".repeat(16_384)).getBytes(ISO_8859_1);
        assertThat(catchFlaw(channel, octets)).isEqualTo(Flaw.HEAD_TOO_LONG);
    }

    @Test
    void tellsPingsFromSingleLineEnds() {
        EmbeddedChannel channel = channel();
        feed(channel, "\r\n\r\n".getBytes(UTF_8), 0, 4);
        feed(channel, "\r\n".getBytes(UTF_8), 0, 2);
        assertThat(pulses.seen).containsExactly("ping", "pong");
        feed(
                channel,
                (MESSAGE + "hello").getBytes(UTF_8),
                0,
                (MESSAGE + "hello").getBytes(UTF_8).length);
        assertThat(frame(channel).body()).hasSize(5);
    }

    @Test
    void readsNothingBeforeItIsOpened() throws Exception {
        SipFramer framer = new SipFramer(TransportLimits.DEFAULTS.sizes(), pulses);
        EmbeddedChannel channel = new EmbeddedChannel(framer);
        byte[] octets = (MESSAGE + "hello").getBytes(UTF_8);
        feed(channel, octets, 0, octets.length);
        assertThat(channel.inboundMessages()).isEmpty();
        framer.open(channel.pipeline().context(framer));
        assertThat(frame(channel).body()).hasSize(5);
    }

    @Property(tries = 2000)
    void anyOctetsGiveFramesOrAnEndButNothingElse(
            @ForAll @Size(max = 300) byte[] octets, @ForAll Random random) {
        byte[] whole = new byte[octets.length + 400];
        byte[] message = (MESSAGE + "hello").getBytes(UTF_8);
        int at = random.nextInt(message.length);
        System.arraycopy(message, 0, whole, 0, at);
        System.arraycopy(octets, 0, whole, at, octets.length);
        EmbeddedChannel channel = channel();
        Flaw flaw = catchFlaw(channel, whole);
        List<Frame> frames = new ArrayList<>();
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
            frames.add((Frame) next);
        }
        assertThat(flaw == null || frames.size() < 3).isTrue();
    }

    private static Flaw flaw(DecoderException failure) {
        return ((FramingException) Objects.requireNonNull(failure.getCause())).flaw();
    }

    private static @Nullable Flaw catchFlaw(EmbeddedChannel channel, byte[] octets) {
        try {
            feed(channel, octets, 0, octets.length);
            return null;
        } catch (DecoderException e) {
            return flaw(e);
        }
    }
}
