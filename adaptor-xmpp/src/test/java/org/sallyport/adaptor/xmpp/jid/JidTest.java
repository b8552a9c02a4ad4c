package org.sallyport.adaptor.xmpp.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;

class JidTest {
    /** RFC 7622 §3.5 table 1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "juliet@example.com",
                "juliet@example.com/foo bar",
                "juliet@example.com/foo@bar",
                "foo\\20bar@example.com",
                "fussball@example.com",
                "fußball@example.com",
                "π@example.com",
                "Σ@example.com/foo",
                "σ@example.com/foo",
                "ς@example.com/foo",
                "king@example.com/♚",
                "example.com",
                "example.com/foobar",
                "a.example.com/b@example.net",
                "bücher@bücher.example"
            })
    void takesWhatIsAnAddress(String text) {
        Jid jid = Jid.parse(text);
        assertThat(Jid.parse(jid.full())).isEqualTo(jid);
    }

    /** RFC 7622 §3.5 table 2, and what careless libraries let through. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"juliet\"@example.com",
                "foo bar@example.com",
                "juliet@example.com/",
                "@example.com/",
                "@example.com",
                "henryⅣ@example.com",
                "♚@example.com",
                "juliet@",
                "/foobar",
                "",
                "a@b@example.com",
                "a\u0000b@example.com",
                "a\u200bb@example.com",
                "a\u202eb@example.com",
                "user@[::1]",
                "user@-bad.example",
                "user@bad-.example",
                "user@a..example",
                "user@xn--a.example",
                "<x>@example.com",
                "a'b@example.com",
                "a&b@example.com",
                "a@example.com/\u0007",
                "a@ex ample.com",
                "a@example.com/a\nb"
            })
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Jid.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("juliet")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "Σ@example.com, σ@example.com, true",
        "Juliet@Example.COM, juliet@example.com, true",
        "juliet@example.com/Foo, juliet@example.com/foo, false",
        "a@xn--bcher-kva.example, a@bücher.example, true",
        "a@XN--BCHER-KVA.example, a@bücher.example, true",
        "a\u0300@example.com, à@example.com, true"
    })
    void foldsToOneForm(String one, String other, boolean equal) {
        assertThat(Jid.parse(one).equals(Jid.parse(other))).isEqualTo(equal);
    }

    @Test
    void countsOctets() {
        assertThat(Jid.parse("a".repeat(1023) + "@example.com").full()).hasSize(1023 + 12);
        assertThatThrownBy(() -> Jid.parse("a".repeat(1024) + "@example.com"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Jid.parse("ü".repeat(512) + "@example.com"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Jid.parse("a@example.com/" + "r".repeat(1024)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Jid.parse("a@" + "d".repeat(64) + ".example"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "bücher.example, xn--bcher-kva.example",
        "fußball.example, xn--fuball-cta.example",
        "例え.テスト, xn--r8jz45g.xn--zckzah",
        "example.com, example.com",
        "ουτοπία.δπθ.gr, xn--kxae4bafwg.xn--pxaix.gr"
    })
    void knowsALabels(String unicode, String ascii) {
        assertThat(ALabels.of(new Domain(unicode))).isEqualTo(ascii);
        assertThat(ALabels.toUnicode(ascii)).isEqualTo(unicode);
    }

    @Test
    void refusesNamesThatXmppCannotCarry() {
        Address spaced = Address.of("bob smith", new Domain("sfb.example"));
        assertThatThrownBy(() -> Jid.of(spaced)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Jid.of(Address.parse("Bob@sfb.example")).full()).isEqualTo("bob@sfb.example");
    }

    @Property(tries = 3_000)
    void isTotalAndStable(@ForAll String text) {
        try {
            Jid jid = Jid.parse(text);
            assertThat(Jid.parse(jid.full())).isEqualTo(jid);
            assertThat(jid.toString()).doesNotContain("@" + text);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotNull();
        }
    }
}
