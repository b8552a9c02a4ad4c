package org.sallyport.adaptor.sip.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
    private static ImBody read(String type, String body) {
        return ImBodies.read(
                Optional.of(type), Optional.empty(), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void takesPlainText() {
        assertThat(read("text/plain; charset=UTF-8", "Hello \uD83D\uDE00\r\n"))
                .isEqualTo(new ImBody.Words("Hello \uD83D\uDE00"));
        assertThat(read("Text/Plain", "a\r\nb\r\n\r\n")).isEqualTo(new ImBody.Words("a\nb\n"));
        assertThat(read("text/plain;msgr=WAAtAE0A", "x")).isEqualTo(new ImBody.Words("x"));
    }

    @Test
    void decodesTheCharsetThatIsNamed() {
        byte[] latin = {0x66, (byte) 0xfc};
        assertThat(
                        ImBodies.read(
                                Optional.of("text/plain;charset=\"ISO-8859-1\""),
                                Optional.empty(),
                                latin))
                .isEqualTo(new ImBody.Words("fü"));
        assertThat(ImBodies.read(Optional.of("text/plain"), Optional.empty(), latin))
                .isInstanceOf(ImBody.Malformed.class);
        assertThat(read("text/plain;charset=x-canary", "x")).isInstanceOf(ImBody.Unsupported.class);
    }

    @Test
    void removesWhatNoChatCanCarry() {
        assertThat(read("text/plain", "a\u0001b\uFFFEc")).isEqualTo(new ImBody.Words("abc"));
        assertThat(read("text/plain", "\r\n")).isEqualTo(new ImBody.Nothing());
        assertThat(read("text/plain", "")).isEqualTo(new ImBody.Nothing());
    }

    @Test
    void refusesOtherTypesAndMissingOnes() {
        for (String type :
                List.of(
                        "text/html",
                        "text/rtf",
                        "image/gif",
                        "application/x-ms-ink",
                        "text/x-msmsgsinvite")) {
            assertThat(read(type, "x")).as(type).isInstanceOf(ImBody.Unsupported.class);
        }
        assertThat(ImBodies.read(Optional.empty(), Optional.empty(), new byte[1]))
                .isInstanceOf(ImBody.Malformed.class);
        assertThat(ImBodies.read(Optional.of("text/plain"), Optional.of("gzip"), new byte[1]))
                .isInstanceOf(ImBody.Unsupported.class);
        assertThat(read("text", "x")).isInstanceOf(ImBody.Malformed.class);
    }

    @Test
    void takesThePlainPartOfAnAlternative() {
        String body =
                "preamble\r\n--b=1\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nSee you :-)\r\n--b=1\r\n"
                        + "Content-Type: text/html\r\n\r\n<p>no</p>\r\n--b=1--\r\nepilogue";
        assertThat(read("multipart/alternative; boundary=\"b=1\"", body))
                .isEqualTo(new ImBody.Words("See you :-)"));
    }

    @Test
    void refusesAlternativesWithoutPlainText() {
        String html = "--b\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--b--";
        assertThat(read("multipart/alternative;boundary=b", html))
                .isInstanceOf(ImBody.Unsupported.class);
        String encoded = "--b\r\nContent-Transfer-Encoding: base64\r\n\r\neA==\r\n--b--";
        assertThat(read("multipart/alternative;boundary=b", encoded))
                .isInstanceOf(ImBody.Unsupported.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--b",
                "--b--",
                "--b\r\nx\r\n",
                "--b\r\n\r\nendless",
                "--bx\r\n\r\nx\r\n--bx--",
                "--b\r\nno colon\r\n\r\nx\r\n--b--",
                "--b\r\n: nameless\r\n\r\nx\r\n--b--"
            })
    void refusesBrokenMultiparts(String body) {
        assertThat(read("multipart/alternative;boundary=b", body))
                .isInstanceOf(ImBody.Malformed.class);
    }

    @Test
    void boundsMultiparts() {
        String many = "--b\r\n\r\nx\r\n".repeat(Multipart.MOST_PARTS + 1) + "--b--";
        assertThat(read("multipart/alternative;boundary=b", many))
                .isInstanceOf(ImBody.Malformed.class);
        String headers = "--b\r\n" + "a%d: x\r\n".repeat(40) + "\r\nx\r\n--b--";
        assertThat(Multipart.parse("b", headers.replace("%d", "").getBytes(StandardCharsets.UTF_8)))
                .isPresent();
        assertThat(Multipart.parse("x".repeat(71), many.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        String nested =
                "--b\r\nContent-Type: multipart/alternative;boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--";
        assertThat(read("multipart/alternative;boundary=b", nested))
                .isInstanceOf(ImBody.Unsupported.class);
    }

    @Test
    void readsTypingInBothDialects() {
        assertThat(read("application/xml", XmlBodies.keyboardActivity(true)))
                .isEqualTo(new ImBody.Typing(true));
        assertThat(read("application/xml", XmlBodies.keyboardActivity(false)))
                .isEqualTo(new ImBody.Typing(false));
        String active =
                "<?xml version=\"1.0\" encoding=\"utf-16\"?><isComposing xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\">"
                        + "<state>active</state><refresh>60</refresh></isComposing>";
        assertThat(read("application/im-iscomposing+xml", active))
                .isEqualTo(new ImBody.Typing(true));
        assertThat(read("application/im-iscomposing+xml", active.replace("active", "idle")))
                .isEqualTo(new ImBody.Typing(false));
        assertThat(read("application/xml+conversationinfo", "<x/>"))
                .isEqualTo(new ImBody.Nothing());
    }

    @Test
    void readsNoEntities() {
        String bomb =
                "<!DOCTYPE x [<!ENTITY a \"type\">]><KeyboardActivity><status status=\"&a;\"/></KeyboardActivity>";
        assertThat(read("application/xml", bomb)).isInstanceOf(ImBody.Malformed.class);
        assertThat(read("application/xml", "<a>".repeat(5_000)))
                .isInstanceOf(ImBody.Malformed.class);
    }

    @Test
    void readsDeliveryReports() {
        String report =
                "<?xml version=\"1.0\"?><imdn xmlns=\"urn:ietf:params:xml:ns:imdn\"><message-id>m-7</message-id>"
                        + "<recipient uri=\"sip:bob@sfb.example\"><status>480</status></recipient></imdn>";
        assertThat(XmlBodies.deliveryReport(report.getBytes(StandardCharsets.UTF_8)))
                .contains(new XmlBodies.DeliveryReport("m-7", 480));
        assertThat(XmlBodies.deliveryReport("<imdn/>".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void tellsTextSessionsFromOthers() {
        String ours =
                SessionDescription.write(
                        "sip.xmpp.example",
                        "sip:alice@xmpp.example",
                        "text/plain multipart/alternative");
        assertThat(offer(ours)).isTrue();
        assertThat(offer(ours + "m=audio 1 RTP/AVP 0\r\n")).isFalse();
        assertThat(offer(ours.replace("m=message", "m=x-ms-message"))).isTrue();
        assertThat(offer(ours.replace("text/plain ", ""))).isFalse();
        assertThat(offer(ours.replace("a=accept-types:text/plain multipart/alternative\r\n", "")))
                .isTrue();
        assertThat(offer("v=0\r\ns=x\r\n")).isFalse();
        assertThat(SessionDescription.parse("hello".getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void fillsTheToast() {
        assertThat(ToastText.value("Hello Bob"))
                .isEqualTo("text/plain; charset=UTF-8;ms-body=SGVsbG8gQm9i");
        assertThat(new String(Base64.getDecoder().decode("SGVsbG8gQm9i"), StandardCharsets.UTF_8))
                .isEqualTo("Hello Bob");
    }

    @Property
    void splitsWithoutLoss(@ForAll String text, @ForAll @IntRange(min = 16, max = 100) int limit) {
        String wire = PlainText.toWire(text);
        List<String> parts = PlainText.split(wire, limit);
        assertThat(String.join("", parts)).isEqualTo(wire);
        assertThat(parts)
                .allSatisfy(part ->
                        assertThat(part.getBytes(StandardCharsets.UTF_8).length)
                                .isLessThanOrEqualTo(limit));
    }

    @Test
    void splitsAtBlanksAndNeverInsideACharacter() {
        String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
        assertThat(PlainText.split("aaaaaaaaaaaaaaaa bbbb", 20))
                .containsExactly("aaaaaaaaaaaaaaaa ", "bbbb");
        assertThat(PlainText.split(family + family, 20)).containsExactly(family, family);
    }

    @Property
    void anyOctetsGiveAResult(@ForAll byte[] body, @ForAll String type) {
        for (String known :
                new String[] {
                    type,
                    "text/plain",
                    "multipart/alternative;boundary=b",
                    "application/xml",
                    "application/im-iscomposing+xml"
                }) {
            ImBody result = ImBodies.read(Optional.of(known), Optional.empty(), body);
            assertThat(result).isNotNull();
        }
        assertThat(XmlBodies.deliveryReport(body)).isNotNull();
        assertThat(SessionDescription.parse(body)).isNotNull();
    }

    @Test
    void showsNoContent() {
        assertThat(new ImBody.Words("canary").toString()).doesNotContain("canary");
    }

    private static boolean offer(String text) {
        return SessionDescription.parse(text.getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .isPlainTextSession();
    }
}
