package org.sallyport.simulator.xmpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;

class ViolationTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test Root");
    private static final IssuedCertificate IDENTITY =
            AUTHORITY.issue(CertificateRequest.forDomain("gw.example"));
    private static final String CLOSE = "</stream:stream>";

    private final SimulatedXmppDomain domain =
            SimulatedXmppDomain.start(
                    StreamSettings.of(
                                    "a.example",
                                    AUTHORITY.issue(CertificateRequest.forDomain("a.example")),
                                    AUTHORITY)
                            .streamManagement(true));

    @AfterEach
    void stop() {
        domain.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<message to='u@a.example'/>|MISSING_FROM|not-authorized",
                "<message from='b@gw.example'/>|MISSING_TO|host-unknown",
                "<message from='b@other.example' to='u@a.example'/>|FOREIGN_FROM|not-authorized",
                "<message from='b@sub.gw.example' to='u@a.example'/>|FOREIGN_FROM|not-authorized",
                "<message from='b@gw.example' to='u@b.example'/>|WRONG_TO|host-unknown",
                "<message xmlns='jabber:client' from='b@gw.example' to='u@a.example'/>|WRONG_NAMESPACE|invalid-namespace",
                "<data from='b@gw.example' to='u@a.example'/>|UNKNOWN_ELEMENT|unsupported-stanza-type",
                "<message from='b@gw.example' to='u@a.example'><body></message>|NOT_WELL_FORMED|not-well-formed",
                "<message from='b@gw.example' to='u@a.example'><x:y/></message>|NOT_WELL_FORMED|not-well-formed",
                "<message from='b@gw.example' to='u@a.example'><body>&#1;</body></message>|NOT_WELL_FORMED|not-well-formed",
                "<message from='b@gw.example' to='u@a.example'><body>&copy;</body></message>|NOT_WELL_FORMED|not-well-formed",
                "<message><!-- no --></message>|RESTRICTED_XML|restricted-xml",
                "<!-- no -->|RESTRICTED_XML|restricted-xml",
                "<?pi?>|RESTRICTED_XML|restricted-xml",
                "<?xml version='1.0'?>|RESTRICTED_XML|restricted-xml",
                "<!DOCTYPE x>|RESTRICTED_XML|restricted-xml",
                "text|TEXT_BETWEEN_STANZAS|bad-format",
            })
    void endsTheStreamOn(String sent, Violation.Rule rule, String condition) throws Exception {
        try (RawPeer peer = peer().authenticate()) {
            peer.write(sent);
            assertThat(peer.expect(CLOSE)).contains("<stream:error><" + condition + " ");
            peer.write(CLOSE);
            assertThat(peer.rest()).isEmpty();
        }
        assertThat(domain.violations())
                .containsExactly(
                        new Violation(rule, "gw.example", domain.violations().getFirst().detail()));
        assertThat(domain.streams().getFirst().ourError()).contains(condition);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<message from='@gw.example' to='u@a.example'/>|BAD_ADDRESS",
                "<message from='b@gw.example' to='u u@a.example'/>|BAD_ADDRESS",
                "<message from='b@gw.example' to='u@a.example/'/>|BAD_ADDRESS",
                "<message type='shout' from='b@gw.example' to='u@a.example'/>|BAD_STANZA",
                "<message type='error' from='b@gw.example' to='u@a.example'/>|BAD_STANZA",
                "<message type='error' from='b@gw.example' to='u@a.example'><error type='cancel'/></message>|BAD_STANZA",
                "<message from='b@gw.example' to='u@a.example'>text</message>|BAD_STANZA",
                "<iq type='get' from='b@gw.example' to='a.example'><q xmlns='q'/></iq>|BAD_STANZA",
                "<iq type='get' id='1' from='b@gw.example' to='a.example'/>|BAD_STANZA",
                "<iq id='1' from='b@gw.example' to='a.example'><q xmlns='q'/></iq>|BAD_STANZA",
                "<a xmlns='urn:xmpp:sm:3' h='1'/>|BAD_ACKNOWLEDGEMENT",
                "<r xmlns='urn:xmpp:sm:3'/>|BAD_ACKNOWLEDGEMENT",
            })
    void notesAndGoesOnAfter(String sent, Violation.Rule rule) throws Exception {
        try (RawPeer peer = peer().authenticate()) {
            peer.write(sent).write(CLOSE);
            assertThat(peer.expect(CLOSE)).doesNotContain("stream:error");
        }
        assertThat(domain.violations()).extracting(Violation::rule).containsExactly(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "xmlns='jabber:client' to='a.example' version='1.0',BAD_HEADER",
        "xmlns='jabber:server' to='b.example' version='1.0',BAD_HEADER",
        "xmlns='jabber:server' to='a.example',BAD_HEADER"
    })
    void refusesHeaders(String attributes, Violation.Rule rule) throws Exception {
        try (RawPeer peer = peer()) {
            peer.write(
                    "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' "
                            + attributes
                            + ">");
            assertThat(peer.expect(CLOSE)).startsWith("<?xml").contains("<stream:error>");
        }
        assertThat(domain.violations()).extracting(Violation::rule).containsExactly(rule);
    }

    @Test
    void toleratesWhatIsLegal() throws Exception {
        String message =
                "<message from='b@gw.example/r' to='u@a.example' xml:lang='de'><body><![CDATA[a<b>]]]></body>"
                        + "<x xmlns='any' y='>'/></message>";
        SimulatedUser user = domain.user("u");
        try (RawPeer peer = peer().authenticate()) {
            peer.write(
                    " \n"
                            + message
                            + "\n"
                            + "<enable xmlns='urn:xmpp:sm:3'/>"
                            + message
                            + "<r xmlns='urn:xmpp:sm:3'/>");
            assertThat(peer.expect("h='1'/>")).contains("<enabled ");
            peer.write(CLOSE).expect(CLOSE);
        }
        assertThat(user.received().all())
                .extracting(ReceivedMessage::text)
                .containsExactly("a<b>]", "a<b>]");
        assertThat(domain.violations()).isEmpty();
        assertThat(domain.streams().getFirst().ending()).isEqualTo(StreamFacts.Ending.CLEAN);
    }

    @Test
    void refusesStanzasBeforeTlsAndBeforeAuthentication() throws Exception {
        String message = "<message from='b@gw.example' to='u@a.example'><body>x</body></message>";
        try (RawPeer peer = peer()) {
            peer.write(peer.header()).expect("</stream:features>");
            peer.write(message).expect("<not-authorized ");
        }
        try (RawPeer peer = peer().startTls()) {
            peer.write(peer.header()).expect("</stream:features>");
            peer.write(message).expect("<not-authorized ");
        }
        assertThat(domain.violations())
                .extracting(Violation::rule)
                .containsOnly(Violation.Rule.STANZA_BEFORE_AUTHENTICATION)
                .hasSize(2);
        assertThat(domain.user("u").received().all()).isEmpty();
    }

    @Test
    void cutsWhenSomethingFollowsStarttls() throws Exception {
        try (RawPeer peer = peer()) {
            peer.write(peer.header()).expect("</stream:features>");
            peer.write("<starttls xmlns='" + Namespaces.TLS + "'/><message/>");
            assertEnds(peer);
        }
        assertThat(domain.violations())
                .extracting(Violation::rule)
                .containsExactly(Violation.Rule.DATA_AFTER_STARTTLS);
    }

    @Test
    void refusesAnotherAuthorizationIdentity() throws Exception {
        try (RawPeer peer = peer().startTls()) {
            peer.write(peer.header()).expect("<mechanism>EXTERNAL</mechanism>");
            peer.write(
                    "<auth xmlns='"
                            + Namespaces.SASL
                            + "' mechanism='EXTERNAL'>b3RoZXIuZXhhbXBsZQ==</auth>");
            assertThat(peer.expect(CLOSE)).contains("<invalid-authzid/>");
        }
        assertThat(domain.violations())
                .extracting(Violation::rule)
                .containsExactly(Violation.Rule.BAD_NEGOTIATION);
    }

    @Test
    void acceptsAnEmptyAuthorizationIdentity() throws Exception {
        try (RawPeer peer = peer().startTls()) {
            peer.write(peer.header()).expect("<mechanism>EXTERNAL</mechanism>");
            peer.write("<auth xmlns='" + Namespaces.SASL + "' mechanism='EXTERNAL'>=</auth>")
                    .expect("<success");
        }
        assertThat(domain.violations()).isEmpty();
    }

    @Test
    void notesOctetsAfterTheClosingTag() throws Exception {
        try (RawPeer peer = peer().authenticate()) {
            peer.write(CLOSE + "<presence/>").expect(CLOSE);
        }
        assertThat(domain.violations())
                .extracting(Violation::rule)
                .containsExactly(Violation.Rule.AFTER_CLOSE);
    }

    @Test
    void refusesStanzasAboveTheLimit() throws Exception {
        try (RawPeer peer = peer().authenticate()) {
            peer.write(
                    "<message from='b@gw.example' to='u@a.example'><body>"
                            + "x".repeat(XmppStream.TRUSTED_LIMIT));
            assertThat(peer.expect(CLOSE)).contains("<policy-violation ");
        }
        assertThat(domain.violations())
                .extracting(Violation::rule)
                .containsExactly(Violation.Rule.TOO_BIG);
    }

    @Test
    void notesDirectTlsWithoutServerName() throws Exception {
        try (RawPeer peer =
                new RawPeer("gw.example", IDENTITY, AUTHORITY, domain, Security.DIRECT_TLS)) {
            peer.secure(false).write("<nothing/>");
            assertThat(peer.expect(CLOSE)).contains("<not-well-formed ");
        }
        assertThat(domain.violations())
                .extracting(Violation::rule)
                .containsExactly(
                        Violation.Rule.MISSING_SERVER_NAME, Violation.Rule.NOT_WELL_FORMED);
    }

    @Test
    void notesAnErrorSentForAnError() throws Exception {
        try (RawPeer peer = peer().authenticate()) {
            peer.write(
                    "<message id='7' from='b@gw.example' to='nobody@a.example'><body>x</body></message>"
                            + "<message id='7' type='error' from='b@gw.example' to='nobody@a.example'><error type='cancel'>"
                            + "<forbidden xmlns='"
                            + Namespaces.STANZA_ERRORS
                            + "'/></error></message>"
                            + CLOSE);
            peer.expect(CLOSE);
        }
        assertThat(domain.violations())
                .extracting(Violation::rule)
                .containsExactly(Violation.Rule.ERROR_FOR_ERROR);
    }

    private RawPeer peer() throws IOException {
        return new RawPeer("gw.example", IDENTITY, AUTHORITY, domain, Security.STARTTLS);
    }

    private static void assertEnds(RawPeer peer) {
        try {
            assertThat(peer.rest()).isEmpty();
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}
