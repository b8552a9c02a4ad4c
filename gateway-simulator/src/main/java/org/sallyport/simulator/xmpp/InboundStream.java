package org.sallyport.simulator.xmpp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stream the peer opened: we are the receiving entity of RFC 6120. */
final class InboundStream extends XmppStream {
    private boolean authenticated;
    private boolean headerAnswered;
    private long handled;
    private int received;

    InboundStream(StreamEndpoint endpoint, boolean directTls) {
        super(endpoint, directTls);
    }

    @Override
    void secured() {
        if (directTls && !endpoint.domain().equalsIgnoreCase(facts().serverName())) {
            violation(
                    Violation.Rule.MISSING_SERVER_NAME,
                    "direct TLS without our domain as server name");
        }
    }

    @Override
    boolean negotiating() {
        return !ready;
    }

    @Override
    void opened(XmlElement header) {
        String from = header.attribute("from").orElse("").toLowerCase(Locale.ROOT);
        if (!authenticated) {
            peer = from;
        }
        Optional<String> wrong = wrongHeader(header, from);
        answerHeader();
        if (wrong.isPresent()) {
            violation(Violation.Rule.BAD_HEADER, wrong.get());
            fail(wrong.get(), null);
        } else if (authenticated) {
            features(managementFeature());
            limit(TRUSTED_LIMIT);
            ready = true;
        } else if (secure()) {
            welcome();
        } else {
            features("<starttls xmlns='" + Namespaces.TLS + "'><required/></starttls>");
        }
    }

    private Optional<String> wrongHeader(XmlElement header, String from) {
        if (!header.is(Namespaces.STREAMS, "stream")
                || !contentNamespace().equals(Namespaces.SERVER)) {
            return Optional.of("invalid-namespace");
        }
        if (!"1.0".equals(header.attribute("version").orElse(""))) {
            return Optional.of("unsupported-version");
        }
        if (!endpoint.domain().equalsIgnoreCase(header.attribute("to").orElse(""))) {
            return Optional.of("host-unknown");
        }
        // RFC 6120 §4.7.1: it may be left out, but only while the stream is not yet protected.
        if (from.isEmpty() && secure()) {
            return Optional.of("improper-addressing");
        }
        return authenticated && !from.equals(peer) ? Optional.of("invalid-from") : Optional.empty();
    }

    /** Sends our stream header unless the present one is answered already. */
    void answerHeader() {
        if (headerAnswered) {
            return;
        }
        headerAnswered = true;
        String to = peer.isEmpty() ? "" : " to='" + XmlElement.escape(peer) + "'";
        write(
                "<?xml version='1.0'?><stream:stream xmlns:db='"
                        + Namespaces.DIALBACK
                        + "' xmlns:stream='"
                        + Namespaces.STREAMS
                        + "' xmlns='"
                        + Namespaces.SERVER
                        + "' from='"
                        + endpoint.domain()
                        + "'"
                        + to
                        + " id='"
                        + UUID.randomUUID()
                        + "' xml:lang='en' version='1.0'>");
    }

    private void welcome() {
        PeerIdentity verdict = judge(peer);
        if (verdict != PeerIdentity.VALID) {
            // COMPAT(prosody 0.12): the words of a server with s2s_secure_auth.
            fail("not-authorized", "Your server's certificate " + verdict.words());
            return;
        }
        features(
                endpoint.behaviour().offersExternal()
                        ? "<mechanisms xmlns='"
                                + Namespaces.SASL
                                + "'><mechanism>EXTERNAL</mechanism></mechanisms>"
                        : "");
    }

    private String managementFeature() {
        return endpoint.settings().streamManagement()
                ? "<sm xmlns='urn:xmpp:sm:2'><optional/></sm><sm xmlns='"
                        + Namespaces.STREAM_MANAGEMENT
                        + "'><optional/></sm>"
                : "";
    }

    private void features(String content) {
        write("<stream:features>" + content + "</stream:features>");
    }

    @Override
    void element(byte[] octets) throws XmlViolation {
        if (ready && isStanza(octets)) {
            handled++;
            if (++received == endpoint.behaviour().cutsAfter()) {
                cut();
                return;
            }
            if (endpoint.listener().frame(peer, octets)) {
                return;
            }
        }
        XmlElement element = parse(octets);
        if (element.is(Namespaces.STREAMS, "error")) {
            theyFailed(element);
        } else if (ready) {
            authenticatedElement(element, isStanza(octets));
        } else if (isStanza(octets)) {
            violation(Violation.Rule.STANZA_BEFORE_AUTHENTICATION, element.name());
            fail("not-authorized", null);
        } else if (!secure()) {
            plainElement(element);
        } else {
            saslElement(element);
        }
    }

    private void plainElement(XmlElement element) {
        if (element.is(Namespaces.TLS, "starttls")) {
            headerAnswered = false;
            startTls(true);
        } else {
            violation(Violation.Rule.UNENCRYPTED, element.name());
            fail("policy-violation", "TLS is required");
        }
    }

    private void saslElement(XmlElement element) {
        if (!element.is(Namespaces.SASL, "auth")) {
            violation(Violation.Rule.BAD_NEGOTIATION, element.name());
            fail("not-authorized", null);
        } else if (!"EXTERNAL".equals(element.attribute("mechanism").orElse(""))
                || !endpoint.behaviour().offersExternal()) {
            violation(Violation.Rule.BAD_NEGOTIATION, "a mechanism that was not offered");
            saslFailure("invalid-mechanism");
        } else {
            authenticate(element.text().strip());
        }
    }

    private void authenticate(String response) {
        String identity = authorizationIdentity(response);
        if (identity == null) {
            violation(Violation.Rule.BAD_NEGOTIATION, "authorization identity is not base64");
            saslFailure("incorrect-encoding");
        } else if (!identity.isEmpty() && !identity.equalsIgnoreCase(peer)) {
            violation(
                    Violation.Rule.BAD_NEGOTIATION,
                    "authorization identity is not the domain of the stream");
            saslFailure("invalid-authzid");
        } else {
            authenticated = true;
            mechanism = "EXTERNAL";
            headerAnswered = false;
            restart(TRUSTED_LIMIT);
            write("<success xmlns='" + Namespaces.SASL + "'/>");
        }
    }

    /**
     * RFC 6120 §6.4.2: "=" stands for an empty response; an empty element asks for a challenge,
     * which we leave out.
     */
    private static @Nullable String authorizationIdentity(String response) {
        if (response.isEmpty() || response.equals("=")) {
            return "";
        }
        try {
            return new String(Base64.getDecoder().decode(response), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private void saslFailure(String condition) {
        write("<failure xmlns='" + Namespaces.SASL + "'><" + condition + "/></failure>");
        close();
    }

    private void authenticatedElement(XmlElement element, boolean counted) {
        if (element.namespace().equals(Namespaces.STREAM_MANAGEMENT)) {
            management(element);
            return;
        }
        Optional<StanzaRules.Broken> broken = StanzaRules.check(element, peer, endpoint.domain());
        if (broken.isPresent()) {
            violation(broken.get().rule(), broken.get().detail());
            if (broken.get().streamError().isPresent()) {
                fail(broken.get().streamError().get(), null);
                return;
            }
        }
        if (counted) {
            endpoint.listener().stanza(peer, element);
        }
    }

    private void management(XmlElement element) {
        switch (element.name()) {
            case "enable" -> {
                if (managed || !endpoint.settings().streamManagement()) {
                    violation(Violation.Rule.BAD_ACKNOWLEDGEMENT, "enable at the wrong time");
                }
                managed = true;
                handled = 0;
                write("<enabled xmlns='" + Namespaces.STREAM_MANAGEMENT + "'/>");
            }
            case "r" -> {
                if (!managed) {
                    violation(Violation.Rule.BAD_ACKNOWLEDGEMENT, "request without enable");
                }
                write("<a xmlns='" + Namespaces.STREAM_MANAGEMENT + "' h='" + handled + "'/>");
            }
            default -> violation(Violation.Rule.BAD_ACKNOWLEDGEMENT, element.name());
        }
    }

    @Override
    void ended() {}

    /** Whether the octets begin like a stanza; whatever namespace it claims. */
    private static boolean isStanza(byte[] octets) {
        return startsWith(octets, "<message")
                || startsWith(octets, "<presence")
                || startsWith(octets, "<iq");
    }

    private static boolean startsWith(byte[] octets, String tag) {
        if (octets.length <= tag.length()) {
            return false;
        }
        for (int i = 0; i < tag.length(); i++) {
            if (octets[i] != tag.charAt(i)) {
                return false;
            }
        }
        return " \t\r\n/>".indexOf(octets[tag.length()]) >= 0;
    }
}
