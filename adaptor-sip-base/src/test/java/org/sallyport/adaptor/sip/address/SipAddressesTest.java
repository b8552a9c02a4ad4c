package org.sallyport.adaptor.sip.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.adaptor.sip.Vectors;
import org.sallyport.adaptor.sip.address.BadSipAddressException.Reason;
import org.sallyport.api.address.Address;
import org.sallyport.api.address.Domain;
import tools.jackson.databind.JsonNode;

class SipAddressesTest {
    private static final Map<String, String> ESCAPES =
            Map.of(
                    "\\20", " ", "\\22", "\"", "\\26", "&", "\\27", "'", "\\2f", "/", "\\3a", ":",
                    "\\3c", "<", "\\3e", ">", "\\40", "@", "\\5c", "\\");

    static Stream<Named<JsonNode>> sipToXmpp() {
        return Vectors.rows("xmpp-sip/addresses_sip_to_xmpp");
    }

    static Stream<Named<JsonNode>> xmppToSip() {
        // The gateway writes sip URIs only.
        return Vectors.rows("xmpp-sip/addresses_xmpp_to_sip")
                .filter(row -> row.getPayload().at("/in/scheme").asString().equals("sip"));
    }

    static Stream<Named<JsonNode>> roundTrip() {
        return Vectors.rows("xmpp-sip/addresses_roundtrip");
    }

    @ParameterizedTest
    @MethodSource("sipToXmpp")
    void readsUris(JsonNode row) throws BadSipAddressException {
        String uri = row.at("/in/uri").asString();
        if (row.at("/out/jid").isMissingNode()) {
            assertThatThrownBy(() -> SipAddresses.read(uri))
                    .as(Vectors.because(row))
                    .isInstanceOfSatisfying(
                            BadSipAddressException.class,
                            e ->
                                    assertThat(e.reason().token())
                                            .isEqualTo(row.at("/out/error").asString()));
        } else {
            assertThat(SipAddresses.read(uri))
                    .as(Vectors.because(row))
                    .isEqualTo(unescaped(row.at("/out/jid").asString()));
        }
    }

    @ParameterizedTest
    @MethodSource("xmppToSip")
    void writesUris(JsonNode row) throws BadSipAddressException {
        assertThat(SipAddresses.uri(unescaped(row.at("/in/jid").asString())))
                .as(Vectors.because(row))
                .isEqualTo(row.at("/out/uri").asString());
    }

    @ParameterizedTest
    @MethodSource("roundTrip")
    void comesBackUnchanged(JsonNode row) throws BadSipAddressException {
        Address address = unescaped(row.at("/in/jid").asString());
        String uri = SipAddresses.uri(address);
        assertThat(uri).as(Vectors.because(row)).isEqualTo(row.at("/out/uri").asString());
        assertThat(SipAddresses.read(uri)).isEqualTo(address);
    }

    @Test
    void refusesSecureUris() {
        assertThatThrownBy(() -> SipAddresses.read("sips:juliet@example.com"))
                .isInstanceOfSatisfying(
                        BadSipAddressException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.SECURE_SCHEME));
    }

    @Test
    void namesNobodyInItsMessages() {
        assertThatThrownBy(() -> SipAddresses.read("sip:canary%ZZ@example.com"))
                .isInstanceOf(BadSipAddressException.class)
                .hasMessageNotContaining("canary");
    }

    @Property
    void writesNothingButTheClosedAlphabet(@ForAll String local, @ForAll String device) {
        Address address;
        try {
            address = new Address(local, new Domain("xmpp.example"), java.util.Optional.of(device));
        } catch (IllegalArgumentException e) {
            return;
        }
        try {
            assertThat(SipAddresses.uri(address))
                    .matches(
                            "sip:[A-Za-z0-9%_.!~*'()&=+$,;?/-]+@xmpp\\.example;gr=[A-Za-z0-9%_.!~*'()&+$:/\\[\\]-]+");
        } catch (BadSipAddressException e) {
            assertThat(e.reason()).isNotNull();
        }
    }

    @Property
    void anyTextIsAnAddressOrATypedRefusal(@ForAll String text) {
        for (String uri :
                new String[] {
                    text, "sip:" + text, "sip:" + text + "@example.com", "sip:a@" + text
                }) {
            try {
                Address address = SipAddresses.read(uri);
                assertThat(SipAddresses.read(SipAddresses.uri(address))).isEqualTo(address);
            } catch (BadSipAddressException e) {
                assertThat(e.reason()).isNotNull();
            }
        }
    }

    @Property
    void anyTextIsANameAddressOrATypedRefusal(@ForAll String text) {
        try {
            NameAddress read = NameAddress.parse(text);
            assertThat(read.parameter("tag")).isNotNull();
        } catch (BadSipAddressException e) {
            assertThat(e.reason()).isNotNull();
        }
    }

    @Test
    void cutsNameAddressesByteForByte() throws BadSipAddressException {
        NameAddress from =
                NameAddress.parse(
                        "\"Bob <x@y>, \\\"B\\\"\"<sip:bob@sfb.example;gruu>;epid=5f0c;tag=9d3c");
        assertThat(from)
                .isEqualTo(new NameAddress("sip:bob@sfb.example;gruu", ";epid=5f0c;tag=9d3c"));
        assertThat(from.parameter("tag")).contains("9d3c");
        assertThat(NameAddress.parse("sip:bob@sfb.example;tag=1"))
                .isEqualTo(new NameAddress("sip:bob@sfb.example", ";tag=1"));
    }

    /** XEP-0106 §4.3 is the other side's; here it only reads the vectors. */
    private static Address unescaped(String jid) {
        int slash = jid.indexOf('/');
        String bare = slash < 0 ? jid : jid.substring(0, slash);
        int at = bare.indexOf('@');
        String escaped = bare.substring(0, at);
        StringBuilder local = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            String three = escaped.substring(i, Math.min(i + 3, escaped.length()));
            String plain = ESCAPES.get(three);
            local.append(plain == null ? escaped.charAt(i) : plain);
            i += plain == null ? 0 : 2;
        }
        Address address = Address.of(local.toString(), new Domain(bare.substring(at + 1)));
        return slash < 0 ? address : address.withDevice(jid.substring(slash + 1));
    }
}
