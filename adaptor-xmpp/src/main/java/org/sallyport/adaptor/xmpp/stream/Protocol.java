package org.sallyport.adaptor.xmpp.stream;

import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.stanza.Namespaces;
import org.sallyport.adaptor.xmpp.stanza.StanzaCondition;
import org.sallyport.adaptor.xmpp.stanza.StanzaError;
import org.sallyport.adaptor.xmpp.xml.StreamCondition;
import org.sallyport.adaptor.xmpp.xml.StreamHeader;
import org.sallyport.adaptor.xmpp.xml.XmlElement;

/** The elements of stream negotiation. */
final class Protocol {
    static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
    static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
    static final String DIALBACK = "jabber:server:dialback";
    static final String ACKS = "urn:xmpp:sm:3";
    static final String LIMITS = "urn:xmpp:stream-limits:0";
    private static final String STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams";
    private static final int MAX_REASON = 200;

    private Protocol() {}

    static XmlElement features(XmlElement... features) {
        XmlElement.Builder all = XmlElement.of(StreamHeader.SERVER, "stream:features");
        for (XmlElement feature : features) {
            all.and(feature);
        }
        return all.build();
    }

    static XmlElement startTlsFeature() {
        return XmlElement.of(TLS, "starttls").and(TLS, "required").build();
    }

    static XmlElement externalFeature() {
        return XmlElement.of(SASL, "mechanisms").text(SASL, "mechanism", "EXTERNAL").build();
    }

    static XmlElement acksFeature() {
        return XmlElement.of(ACKS, "sm").and(ACKS, "optional").build();
    }

    /** No stream is kept after its end, so none is resumed (XEP-0198 §5). */
    static XmlElement notResumed() {
        return XmlElement.of(ACKS, "failed")
                .and(Namespaces.STANZAS, StanzaCondition.ITEM_NOT_FOUND.token())
                .build();
    }

    static XmlElement limitsFeature(int maxOctets) {
        return XmlElement.of(LIMITS, "limits")
                .text(LIMITS, "max-bytes", Integer.toString(maxOctets))
                .build();
    }

    static XmlElement external(String authorizationId) {
        byte[] octets = authorizationId.getBytes(StandardCharsets.UTF_8);
        return XmlElement.of(SASL, "auth")
                .with("mechanism", "EXTERNAL")
                .text(Base64.getEncoder().encodeToString(octets))
                .build();
    }

    static XmlElement saslFailure(String condition) {
        return XmlElement.of(SASL, "failure").and(SASL, condition).build();
    }

    /**
     * The prefix is declared in the header; servers expect it to be this one, here and for
     * dialback.
     */
    static XmlElement streamError(StreamCondition condition, String text) {
        XmlElement.Builder error =
                XmlElement.of(StreamHeader.SERVER, "stream:error")
                        .and(STREAM_ERRORS, condition.token());
        if (!text.isEmpty()) {
            error.and(XmlElement.of(STREAM_ERRORS, "text").language("en").text(text).build());
        }
        return error.build();
    }

    /** Refuses a dialback request (XEP-0220 §2.4); dialback is no way to prove a domain here. */
    static XmlElement dialbackRefused(XmlElement request) {
        StanzaError error =
                StanzaError.of(StanzaCondition.POLICY_VIOLATION, StanzaError.Type.CANCEL)
                        .withText("This server authenticates peers by certificate only");
        return XmlElement.of(StreamHeader.SERVER, "db:" + request.name())
                .with("from", request.attribute("to"))
                .with("to", request.attribute("from"))
                .with("id", request.attribute("id"))
                .with("type", "error")
                .and(error.toXml())
                .build();
    }

    static boolean isDialbackRequest(XmlElement element) {
        return element.namespace().equals(DIALBACK)
                && (element.name().equals("result") || element.name().equals("verify"))
                && element.attribute("type").isEmpty();
    }

    /**
     * The condition, and perhaps the text, of a stream error or SASL failure, made safe for a log
     * line.
     */
    static String describe(XmlElement error, boolean withText) {
        String condition =
                error.children().stream()
                        .filter(child -> !child.name().equals("text"))
                        .findFirst()
                        .map(XmlElement::name)
                        .orElse("no condition");
        Optional<String> text =
                error.children().stream()
                        .filter(child -> child.name().equals("text"))
                        .findFirst()
                        .map(XmlElement::text);
        return printable(
                text.filter(_ -> withText)
                        .map(words -> condition + " (" + words + ")")
                        .orElse(condition));
    }

    /**
     * Why something failed, from exceptions of sockets and TLS, which never see what users write.
     */
    static String reason(@Nullable Throwable cause) {
        if (cause == null) {
            return "no reason known";
        }
        String name =
                cause.getClass().getSimpleName().replace("Exception", "").toLowerCase(Locale.ROOT);
        // Others than those of sockets and TLS may quote what came; this one shows it in
        // hexadecimal.
        boolean harmless =
                cause instanceof IOException && !(cause instanceof NotSslRecordException);
        String message = cause.getMessage();
        return printable(message == null || !harmless ? name : name + ", " + message);
    }

    private static String printable(String text) {
        String shown = text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text;
        return shown.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ");
    }
}
