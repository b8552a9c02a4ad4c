package org.sallyport.simulator.xmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamFramerTest {
    private static final String STREAM = "<?xml version='1.0'?>\n<s:s a='>' b=\"/>\"> <a/><b x='<'><c></c><![CDATA[</b>]]></b>"
            + "\r\n<d>&lt;/d&gt;</d></s:s>";

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
        assertThatThrownBy(() -> pieces("<s>" + "<a>".repeat(100), 10)).isInstanceOf(XmlViolation.class);
        assertThatThrownBy(() -> pieces("<s>" + "<".repeat(100), 100)).isInstanceOf(XmlViolation.class);
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
