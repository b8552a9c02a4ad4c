package org.sallyport.adaptor.xmpp.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class XmlWriterTest {
    private static final String OPEN =
            "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'>";

    @Property(tries = 5_000)
    void whatIsWrittenIsReadAgain(@ForAll String text, @ForAll String value) throws Exception {
        XmlElement element =
                XmlElement.of("jabber:server", "message")
                        .with("id", XmlCharacters.legal(value))
                        .text("jabber:server", "body", text)
                        .and(XmlElement.of("urn:x", "y").language("en").text(text).build())
                        .build();
        XmlElement read = read(XmlWriter.write(element, "jabber:server"));
        assertThat(read.attribute("id")).contains(XmlCharacters.legal(value));
        assertThat(read.child("jabber:server", "body").orElseThrow().text())
                .isEqualTo(XmlCharacters.legal(text));
        assertThat(read.child("urn:x", "y").orElseThrow().text())
                .isEqualTo(XmlCharacters.legal(text));
        assertThat(read.children()).hasSize(2);
    }

    @Property(tries = 2_000)
    void illegalCharactersNeverLeave(@ForAll String text) {
        assertThat(XmlCharacters.isLegal(XmlCharacters.legal(text))).isTrue();
        String written = XmlWriter.write(XmlElement.of("", "a").text(text).build(), "");
        assertThat(XmlCharacters.isLegal(written)).isTrue();
    }

    @Test
    void keepsWhatReadersWouldChange() throws Exception {
        String tricky = "a\r\nb\rc\td\ne ]]> '\"<&> \u2028 😀";
        XmlElement element =
                XmlElement.of("jabber:server", "message")
                        .with("id", tricky)
                        .text("jabber:server", "body", tricky)
                        .build();
        XmlElement read = read(XmlWriter.write(element, "jabber:server"));
        assertThat(read.attribute("id")).contains(tricky);
        assertThat(read.child("jabber:server", "body").orElseThrow().text()).isEqualTo(tricky);
    }

    @Test
    void leavesOutWhatXmlCannotCarry() {
        assertThat(XmlCharacters.legal("a\u0000b\uD800c\uDC00d\uFFFEe\u0008f")).isEqualTo("abcdef");
        assertThatThrownBy(() ->
                        XmlWriter.write(XmlElement.of("", "a").with("b", "\u0000").build(), ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void declaresNamespacesOnlyWhereTheyChange() {
        XmlElement element =
                XmlElement.of("jabber:server", "a")
                        .and("jabber:server", "b")
                        .and(
                                XmlElement.of("u", "c")
                                        .and("u", "d")
                                        .and("jabber:server", "e")
                                        .build())
                        .build();
        assertThat(XmlWriter.write(element, "jabber:server"))
                .isEqualTo("<a><b/><c xmlns='u'><d/><e xmlns='jabber:server'/></c></a>");
    }

    private static XmlElement read(String xml) throws StreamFault {
        List<XmlElement> found = new ArrayList<>();
        StreamFramer framer =
                new StreamFramer(
                        FrameLimits.of(1_000_000),
                        new StreamFramer.Listener() {
                            @Override
                            public void opened(StreamHeader header) {}

                            @Override
                            public void received(XmlElement element, int octets) {
                                found.add(element);
                            }

                            @Override
                            public void closed() {}
                        });
        byte[] octets = (OPEN + xml).getBytes(StandardCharsets.UTF_8);
        framer.feed(octets, 0, octets.length);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
