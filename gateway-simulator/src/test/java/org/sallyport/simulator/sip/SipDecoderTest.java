package org.sallyport.simulator.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("StringConcatToTextBlock") // every line end counts
class SipDecoderTest {
    private static final String MESSAGE =
            "MESSAGE sip:alice@xmpp.example SIP/2.0\r\n"
                    + "Via: SIP/2.0/TLS 10.0.0.1:5061;branch=z9hG4bKa1\r\n"
                    + "v: SIP/2.0/TLS 10.0.0.2;x=\"a,b\", SIP/2.0/TLS 10.0.0.3\r\n"
                    + "Max-Forwards: 70\r\n"
                    + "f: \"B\u00f6b, x\"<sip:bob@sfb.example>;tag=1;epid=ab\r\n"
                    + "To: <sip:alice@xmpp.example>\r\n"
                    + "Call-ID: 1\r\n"
                    + "CSeq: 1 MESSAGE\r\n"
                    + "Record-Route: <sip:a.example;lr;ms-x=1,2>;tag=Q,<sip:b.example;lr>\r\n"
                    + "Content-Type: text/plain;\r\n charset=UTF-8\r\n"
                    + "Content-Length:    9\r\n\r\nH\u00e9llo \r\n";

    private final EmbeddedChannel channel = new EmbeddedChannel(new SipDecoder(SipLimits.USUAL));

    @Test
    void readsTheSameWhereverTheStreamIsCut() {
        byte[] octets = (MESSAGE + "\r\n\r\n" + MESSAGE).getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut < octets.length; cut++) {
            EmbeddedChannel cutChannel = new EmbeddedChannel(new SipDecoder(SipLimits.USUAL));
            cutChannel.writeInbound(Unpooled.copiedBuffer(octets, 0, cut));
            cutChannel.writeInbound(Unpooled.copiedBuffer(octets, cut, octets.length - cut));
            assertThat(all(cutChannel)).hasSize(3).element(1).isEqualTo(Crlf.PING);
        }
    }

    @Test
    void readsOctetByOctet() {
        for (byte octet : MESSAGE.getBytes(StandardCharsets.UTF_8)) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {octet}));
        }
        assertThat(all(channel))
                .singleElement()
                .satisfies(item -> {
                    SipMessage message = (SipMessage) item;
                    assertThat(SipRules.fault(message)).isEmpty();
                    assertThat(message.method()).isEqualTo("MESSAGE");
                    assertThat(message.list("Via"))
                            .containsExactly(
                                    "SIP/2.0/TLS 10.0.0.1:5061;branch=z9hG4bKa1",
                                    "SIP/2.0/TLS 10.0.0.2;x=\"a,b\"",
                                    "SIP/2.0/TLS 10.0.0.3");
                    assertThat(message.list("Record-Route"))
                            .containsExactly(
                                    "<sip:a.example;lr;ms-x=1,2>;tag=Q", "<sip:b.example;lr>");
                    assertThat(Octets.text(message.from().display())).contains("B\u00f6b, x");
                    assertThat(message.from().epid()).contains("ab");
                    assertThat(message.header("Content-Type"))
                            .contains("text/plain; charset=UTF-8");
                    assertThat(Octets.text(message.body())).contains("H\u00e9llo \r\n");
                });
    }

    @Test
    void writesWhatItRead() {
        channel.writeInbound(Unpooled.copiedBuffer(MESSAGE, StandardCharsets.UTF_8));
        SipMessage first = (SipMessage) all(channel).getFirst();
        EmbeddedChannel again = new EmbeddedChannel(new SipDecoder(SipLimits.USUAL));
        again.writeInbound(Unpooled.wrappedBuffer(first.toBytes()));
        SipMessage second = (SipMessage) all(again).getFirst();
        assertThat(second.headers()).isEqualTo(first.headers());
        assertThat(second.startLine()).isEqualTo(first.startLine());
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void tellsPongFromPing() {
        channel.writeInbound(
                Unpooled.copiedBuffer("\r\n\r\n" + "\r\n" + MESSAGE, StandardCharsets.UTF_8));
        assertThat(all(channel)).hasSize(3).startsWith(Crlf.PING, Crlf.PONG);
    }

    @ParameterizedTest
    @CsvSource({
        "bare-lf, 'OPTIONS sip:a.example SIP/2.0\nVia: x\r\n\r\n'",
        "bare-cr, 'OPTIONS sip:a.example SIP/2.0\rVia: x\r\n\r\n'",
        "bare-cr, '\rOPTIONS sip:a.example SIP/2.0\r\n'",
        "control-character, 'OPTIONS sip:a\u0001.example SIP/2.0\r\n'",
        "content-length-missing, 'OPTIONS sip:a.example SIP/2.0\r\nTo: x\r\n\r\n'",
        "content-length-twice, 'OPTIONS sip:a.example SIP/2.0\r\nl: 0\r\nContent-Length: 0\r\n\r\n'",
        "content-length-malformed, 'OPTIONS sip:a.example SIP/2.0\r\nContent-Length: -1\r\n\r\n'",
        "content-length-malformed, 'OPTIONS sip:a.example SIP/2.0\r\nContent-Length: 0x0\r\n\r\n'",
        "content-length-malformed, 'OPTIONS sip:a.example SIP/2.0\r\nContent-Length: 99999999999\r\n\r\n'",
        "body-too-long, 'OPTIONS sip:a.example SIP/2.0\r\nContent-Length: 999999999\r\n\r\n'",
        "start-line, 'OPTIONS sip:a.example SIP/3.0\r\nContent-Length: 0\r\n\r\n'",
        "start-line, 'SIP/2.0 20 OK\r\nContent-Length: 0\r\n\r\n'",
        "start-line, 'OPTIONS  sip:a.example SIP/2.0\r\nContent-Length: 0\r\n\r\n'",
        "header-name, 'OPTIONS sip:a.example SIP/2.0\r\nContent-Length: 0\r\nno colon\r\n\r\n'",
        "fold-without-header, 'OPTIONS sip:a.example SIP/2.0\r\n x\r\nContent-Length: 0\r\n\r\n'"
    })
    void refuses(String fault, String octets) {
        SipFault thrown =
                catchThrowableOfType(
                        SipFault.class,
                        () ->
                                channel.writeInbound(
                                        Unpooled.copiedBuffer(
                                                octets, StandardCharsets.ISO_8859_1)));
        assertThat(thrown.fault()).isEqualTo(fault);
    }

    @Test
    void boundsWhatAHeadMayCost() {
        SipFault thrown =
                catchThrowableOfType(
                        SipFault.class,
                        () -> {
                            byte[] filler =
                                    "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n"
                                            .repeat(100)
                                            .getBytes(StandardCharsets.US_ASCII);
                            for (int round = 0; round < 100; round++) {
                                channel.writeInbound(Unpooled.wrappedBuffer(filler));
                            }
                        });
        assertThat(thrown.fault()).isEqualTo("head-too-long");
    }

    @Test
    void boundsTheNumberOfHeaders() {
        String many =
                "OPTIONS sip:a.example SIP/2.0\r\n"
                        + "X: y\r\n".repeat(201)
                        + "Content-Length: 0\r\n\r\n";
        SipFault thrown =
                catchThrowableOfType(
                        SipFault.class,
                        () ->
                                channel.writeInbound(
                                        Unpooled.copiedBuffer(many, StandardCharsets.US_ASCII)));
        assertThat(thrown.fault()).isEqualTo("too-many-headers");
    }

    private static List<Object> all(EmbeddedChannel from) {
        List<Object> items = new ArrayList<>();
        for (Object item = from.readInbound(); item != null; item = from.readInbound()) {
            items.add(item);
        }
        return items;
    }
}
