package org.sallyport.adaptor.xmpp.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFramerTest {
    private static final String OPEN =
            "<?xml version='1.0'?><stream:stream xmlns='jabber:server'"
                    + " xmlns:stream='http://etherx.jabber.org/streams' from='a.example' to='b.example' id='' version='1.0'>";
    private static final String MESSAGE =
            "<message from='a@a.example' to='b@b.example'><body>Grüße &amp; <![CDATA[<b>]]> 🏰</body><x xmlns='u:x' y='1'/></message>";

    private final List<String> heard = new ArrayList<>();
    private final List<XmlElement> elements = new ArrayList<>();

    @Test
    void readsTheSameWhereverTheInputIsCut() throws Exception {
        byte[] all =
                (OPEN + " \n" + MESSAGE + "<presence/> <iq>\n</iq></stream:stream>")
                        .getBytes(StandardCharsets.UTF_8);
        List<String> whole = List.of("opened a.example", "message", "presence", "iq", "closed");
        for (int cut = 0; cut <= all.length; cut++) {
            heard.clear();
            StreamFramer framer = framer(FrameLimits.of(10_000));
            framer.feed(all, 0, cut);
            framer.feed(all, cut, all.length);
            assertThat(heard).as("cut at %d", cut).isEqualTo(whole);
        }
        assertThat(elements.getFirst().child("jabber:server", "body").orElseThrow().text())
                .isEqualTo("Grüße & <b> 🏰");
        assertThat(elements.getFirst().child("u:x", "x").orElseThrow().attribute("y"))
                .contains("1");
    }

    @Test
    void readsOctetByOctet() throws Exception {
        byte[] all = (OPEN + MESSAGE + MESSAGE).getBytes(StandardCharsets.UTF_8);
        StreamFramer framer = framer(FrameLimits.of(10_000));
        for (int i = 0; i < all.length; i++) {
            framer.feed(all, i, i + 1);
        }
        assertThat(heard).containsExactly("opened a.example", "message", "message");
        assertThat(elements.get(0)).isEqualTo(elements.get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- x -->",
                "<?foo bar?>",
                "<!DOCTYPE x>",
                "<message>&foo;</message>",
                "<message a='&foo;'/>",
                "<message><!-- x --></message>",
                "<message><?pi x?></message>",
                "<message>&ltx;</message>",
                "<message>&;</message>",
                "<message>&#;</message>",
                "<![CDATA[x]]>",
                "<message><!ENTITY x 'y'></message>"
            })
    void refusesRestrictedXml(String input) {
        assertFault(OPEN + input, StreamCondition.RESTRICTED_XML);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message></presence>",
                "<message a='1' a='2'/>",
                "<message>\u0001</message>",
                "<message>&#0;</message>",
                "<message>]]></message>",
                "<message a=1/>",
                "<message a='<'/>",
                "</stream:stream><message/>",
                "<1/>",
                "<message>&#xFFFF;</message>",
                "<message>\uFFFF</message>",
                "<message></stream:stream>",
                "<a><b></a></b>"
            })
    void refusesWhatIsNotWellFormed(String input) {
        assertThatThrownBy(() -> feed(OPEN + input))
                .isInstanceOf(StreamFault.class)
                .hasMessageNotContaining("message");
    }

    @Test
    void namesTheStreamErrors() {
        assertFault(OPEN + "<x:message/>", StreamCondition.BAD_NAMESPACE_PREFIX);
        assertFault(OPEN + "hello", StreamCondition.BAD_FORMAT);
        assertFault(OPEN + "<message from='a@p'><body></message>", StreamCondition.NOT_WELL_FORMED);
        assertFault("GET / HTTP/1.1\r\n", StreamCondition.NOT_WELL_FORMED);
        assertFault(
                "<stream:stream xmlns='urn:wrong' xmlns:stream='http://etherx.jabber.org/streams'>",
                StreamCondition.INVALID_NAMESPACE);
        assertFault(
                "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='g'>",
                StreamCondition.INVALID_NAMESPACE);
        assertFault(
                "<stream:stream xmlns='jabber:server' xmlns:stream='urn:x'>",
                StreamCondition.INVALID_NAMESPACE);
        assertFault(
                "<?xml version='1.0' encoding='ISO-8859-1'?><stream",
                StreamCondition.UNSUPPORTED_ENCODING);
    }

    @Test
    void refusesOtherEncodings() {
        assertThatThrownBy(() -> feed("<?xml version='1.0'?>".getBytes(StandardCharsets.UTF_16)))
                .asInstanceOf(type(StreamFault.class))
                .extracting(StreamFault::condition)
                .isEqualTo(StreamCondition.UNSUPPORTED_ENCODING);
        for (int[] wrong :
                new int[][] {
                    {0xC0, 0x80},
                    {0xE0, 0x80, 0x80},
                    {0xED, 0xA0, 0x80},
                    {0xF4, 0x90, 0x80, 0x80},
                    {0x80},
                    {0xFF}
                }) {
            byte[] start = (OPEN + "<message>").getBytes(StandardCharsets.UTF_8);
            byte[] all = Arrays.copyOf(start, start.length + wrong.length);
            for (int i = 0; i < wrong.length; i++) {
                all[start.length + i] = (byte) wrong[i];
            }
            assertThatThrownBy(() -> feed(all)).isInstanceOf(StreamFault.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"10000, true", "10001, false"})
    void countsTheOctetsOfAStanza(int size, boolean taken) throws Exception {
        String frame = "<message><body></body></message>";
        String exact = "<message><body>" + "x".repeat(size - frame.length()) + "</body></message>";
        StreamFramer framer = framer(FrameLimits.of(10_000));
        framer.feed(bytes(OPEN), 0, bytes(OPEN).length);
        framer.feed(bytes("          "), 0, 10);
        if (taken) {
            framer.feed(bytes(exact), 0, size);
            assertThat(heard).contains("message");
        } else {
            assertThatThrownBy(() -> framer.feed(bytes(exact), 0, size))
                    .hasMessageContaining("larger than");
        }
    }

    @Test
    void refusesDepthAttributesAndElements() throws Exception {
        FrameLimits limits = new FrameLimits(1_000_000, 5, 6, 10, 20);
        String attributes = "a='' b='' c='' d='' e='' f=''";
        framer(limits).feed(bytes(OPEN), 0, bytes(OPEN).length);
        assertFault(limits, OPEN + "<a>".repeat(6), StreamCondition.POLICY_VIOLATION);
        assertFault(
                limits, OPEN + "<a " + attributes + " g=''/>", StreamCondition.POLICY_VIOLATION);
        assertFault(limits, OPEN + "<m>" + "<a/>".repeat(11), StreamCondition.POLICY_VIOLATION);
        byte[] most = bytes(OPEN + "<a>".repeat(5) + "</a>".repeat(5) + "<a " + attributes + "/>");
        framer(limits).feed(most, 0, most.length);
        assertThat(heard).endsWith("a", "a");
    }

    @Test
    void madeUpNamesCostNeitherMemoryNorTheStream() throws Exception {
        FrameLimits limits = new FrameLimits(1_000_000, 5, 64, 100, 100);
        StreamFramer framer = framer(limits);
        byte[] open = bytes(OPEN);
        framer.feed(open, 0, open.length);
        for (int i = 0; i < 1_000; i++) {
            byte[] next =
                    bytes("<n" + i + " a" + i + "='' p" + i + ":b='' xmlns:p" + i + "='urn:p'/>");
            framer.feed(next, 0, next.length);
            assertThat(framer.names()).isLessThanOrEqualTo(104);
        }
        byte[] last = bytes("<message><body>x</body></message></stream:stream>");
        framer.feed(last, 0, last.length);
        assertThat(heard).hasSize(1_003).endsWith("message", "closed");
    }

    @Test
    void anOctetAfterAStopIsAFault() throws Exception {
        StreamFramer[] framer = new StreamFramer[1];
        framer[0] =
                new StreamFramer(
                        FrameLimits.of(10_000),
                        new Recorder() {
                            @Override
                            public void received(XmlElement element, int octets) {
                                super.received(element, octets);
                                framer[0].stop();
                            }
                        });
        byte[] exact = bytes(OPEN + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        framer[0].feed(exact, 0, exact.length);
        assertThat(heard).containsExactly("opened a.example", "starttls");
        assertThatThrownBy(() -> framer[0].feed(bytes("\n"), 0, 1)).isInstanceOf(StreamFault.class);
    }

    private void assertFault(String input, StreamCondition condition) {
        assertFault(FrameLimits.of(100_000), input, condition);
    }

    private void assertFault(FrameLimits limits, String input, StreamCondition condition) {
        byte[] all = bytes(input);
        assertThatThrownBy(() -> framer(limits).feed(all, 0, all.length))
                .as(input)
                .asInstanceOf(type(StreamFault.class))
                .extracting(StreamFault::condition)
                .isEqualTo(condition);
    }

    private void feed(String input) throws StreamFault {
        feed(bytes(input));
    }

    private void feed(byte[] all) throws StreamFault {
        framer(FrameLimits.of(10_000)).feed(all, 0, all.length);
    }

    private StreamFramer framer(FrameLimits limits) {
        return new StreamFramer(limits, new Recorder());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private class Recorder implements StreamFramer.Listener {
        @Override
        public void opened(StreamHeader header) {
            heard.add("opened " + header.from().orElse("-") + header.id().orElse(""));
        }

        @Override
        public void received(XmlElement element, int octets) {
            heard.add(element.name());
            elements.add(element);
        }

        @Override
        public void closed() {
            heard.add("closed");
        }
    }
}
