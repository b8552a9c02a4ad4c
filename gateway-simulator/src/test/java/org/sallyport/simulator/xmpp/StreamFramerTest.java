package org.sallyport.simulator.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamFramerTest {
    private static final String STREAM =
            "<?xml version='1.0'?>\n<s:s a='>' b=\"/>\"> <a/><b x='<'><c></c><![CDATA[</b>]]></b>"
                    + "\r\n<d>&lt;/d&gt;</d></s:s>";

    private static final byte[] DAMAGE =
            "<>/?!'\"[]& \0\u0001:=ax".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void cutsTheSamePiecesWhereverTheNetworkCuts() throws Exception {
        List<String> whole = pieces(STREAM, STREAM.length());
        assertThat(whole)
                .containsExactly(
                        "HEADER <?xml version='1.0'?>\n<s:s a='>' b=\"/>\">",
                        "SPACE  ",
                        "ELEMENT <a/>",
                        "ELEMENT <b x='<'><c></c><![CDATA[</b>]]></b>",
                        "SPACE \r\n",
                        "ELEMENT <d>&lt;/d&gt;</d>",
                        "CLOSE </s:s>");
        for (int size = 1; size < STREAM.length(); size++) {
            assertThat(withoutSpace(pieces(STREAM, size))).isEqualTo(withoutSpace(whole));
        }
    }

    @Test
    void staysWithinItsLimit() {
        assertThatThrownBy(() -> pieces("<s>" + "<a>".repeat(100), 10))
                .isInstanceOf(XmlViolation.class);
        assertThatThrownBy(() -> pieces("<s>" + "<".repeat(100), 100))
                .isInstanceOf(XmlViolation.class);
    }

    @Test
    void answersDamageWithNothingButAViolation() {
        Random random = new Random(4711);
        byte[] whole = STREAM.getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int round = 0; round < 5000; round++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = DAMAGE[random.nextInt(DAMAGE.length)];
            }
            try {
                readAll(damaged);
            } catch (XmlViolation violation) {
                refused++;
                assertThat(violation.condition()).isNotEmpty();
            }
        }
        assertThat(refused).isBetween(2500, 4999);
    }

    private static void readAll(byte[] octets) throws XmlViolation {
        StreamFramer framer = new StreamFramer(10_000);
        framer.append(Unpooled.wrappedBuffer(octets));
        XmlParser parser = null;
        for (StreamFramer.Frame frame = framer.next(); frame != null; frame = framer.next()) {
            if (frame.kind() == StreamFramer.Kind.HEADER) {
                parser = XmlParser.ofHeader(frame.octets());
            } else if (parser != null && frame.kind() == StreamFramer.Kind.ELEMENT) {
                assertThat(parser.element(frame.octets()).name()).isNotEmpty();
            } else if (parser != null && frame.kind() == StreamFramer.Kind.CLOSE) {
                parser.closes(frame.octets());
                return;
            }
        }
    }

    private static List<String> withoutSpace(List<String> pieces) {
        return pieces.stream().filter(piece -> !piece.startsWith("SPACE")).toList();
    }

    private static List<String> pieces(String text, int size) throws XmlViolation {
        StreamFramer framer = new StreamFramer(80);
        List<String> pieces = new ArrayList<>();
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < octets.length; at += size) {
            framer.append(Unpooled.wrappedBuffer(octets, at, Math.min(size, octets.length - at)));
            StreamFramer.Frame frame = framer.next();
            while (frame != null) {
                pieces.add(frame.kind() + " " + new String(frame.octets(), StandardCharsets.UTF_8));
                frame = framer.next();
            }
        }
        return pieces;
    }
}
