package org.sallyport.simulator.xmpp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A stream we opened: we are the initiating entity of RFC 6120. Methods that are public may be
 * called by any thread.
 */
public final class OutboundStream extends XmppStream {
    private enum Step {
        STARTTLS,
        PROCEED,
        SASL,
        RESULT,
        FEATURES,
        READY
    }

    private final CompletableFuture<OutboundStream> readiness = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private final Set<String> streamIds = new HashSet<>();
    private Step step;
    private long acknowledged;

    OutboundStream(StreamEndpoint endpoint, String peer, boolean directTls) {
        super(endpoint, directTls);
        this.peer = peer;
        this.step = directTls ? Step.SASL : Step.STARTTLS;
    }

    /** Completes when stanzas may flow; fails with {@link StreamFailure}. */
    public CompletableFuture<OutboundStream> readiness() {
        return readiness;
    }

    /** Completes when the connection is gone, for whatever reason. */
    public CompletableFuture<@Nullable Void> end() {
        return end;
    }

    /** Writes octets as they are, without any check, and flushes. */
    public ChannelFuture send(ByteBuf octets) {
        return write(octets);
    }

    /** Whether acknowledgements are being counted (XEP-0198). */
    public boolean isManaged() {
        return managed;
    }

    /** Whether the connection takes more octets before it would have to buffer too much. */
    public boolean isWritable() {
        return channel().isWritable();
    }

    @Override
    void connected() {
        open();
    }

    @Override
    void secured() {
        open();
    }

    private void open() {
        // COMPAT(prosody 0.12.3): the empty id is what Prosody sends.
        write(
                "<?xml version='1.0'?><stream:stream xmlns:stream='"
                        + Namespaces.STREAMS
                        + "' xmlns:db='"
                        + Namespaces.DIALBACK
                        + "' xmlns='"
                        + Namespaces.SERVER
                        + "' id='' from='"
                        + endpoint.domain()
                        + "' to='"
                        + XmlElement.escape(peer)
                        + "' version='1.0' xml:lang='en'>");
    }

    @Override
    boolean negotiating() {
        return step != Step.READY;
    }

    @Override
    void opened(XmlElement header) {
        String wrong = null;
        if (!header.is(Namespaces.STREAMS, "stream")
                || !contentNamespace().equals(Namespaces.SERVER)
                || !"1.0".equals(header.attribute("version").orElse(""))) {
            wrong = "namespace or version";
        } else if (!peer.equalsIgnoreCase(header.attribute("from").orElse(""))) {
            wrong = "from is not the domain asked for";
        } else if (!endpoint.domain()
                .equalsIgnoreCase(header.attribute("to").orElse(endpoint.domain()))) {
            wrong = "to is not our domain";
        } else if (header.attribute("id").orElse("").isEmpty()) {
            wrong = "no id";
        } else if (!streamIds.add(header.attribute("id").orElse(""))) {
            wrong = "the same id again";
        }
        if (wrong != null) {
            violation(Violation.Rule.BAD_HEADER, wrong);
        }
        if (secure() && step == Step.SASL) {
            PeerIdentity verdict = judge(peer);
            if (verdict != PeerIdentity.VALID) {
                refuse(StreamFailure.Cause.CERTIFICATE);
                fail("not-authorized", "Your server's certificate " + verdict.words());
            }
        }
    }

    @Override
    void element(byte[] octets) throws XmlViolation {
        XmlElement element = parse(octets);
        if (element.is(Namespaces.STREAMS, "error")) {
            theyFailed(element);
            refuse(StreamFailure.Cause.REFUSED);
            return;
        }
        switch (step) {
            case STARTTLS -> startTls(element);
            case PROCEED -> proceed(element);
            case SASL -> authenticate(element);
            case RESULT -> result(element);
            case FEATURES -> features(element);
            case READY -> readyElement(element);
        }
    }

    private void startTls(XmlElement features) {
        if (expected(features, Namespaces.STREAMS, "features")) {
            // RFC 7590 §3.1: tried even when it is not offered.
            write("<starttls xmlns='" + Namespaces.TLS + "'/>");
            step = Step.PROCEED;
        }
    }

    private void proceed(XmlElement element) {
        if (expected(element, Namespaces.TLS, "proceed")) {
            step = Step.SASL;
            startTls(false);
        }
    }

    private void authenticate(XmlElement features) {
        if (!expected(features, Namespaces.STREAMS, "features")) {
            return;
        }
        boolean offered =
                features.child(Namespaces.SASL, "mechanisms").stream()
                        .flatMap(mechanisms -> mechanisms.children().stream())
                        .anyMatch(mechanism -> mechanism.text().strip().equals("EXTERNAL"));
        if (!offered) {
            refuse(StreamFailure.Cause.NOT_OFFERED);
            close();
            return;
        }
        String identity =
                Base64.getEncoder()
                        .encodeToString(endpoint.domain().getBytes(StandardCharsets.UTF_8));
        write("<auth xmlns='" + Namespaces.SASL + "' mechanism='EXTERNAL'>" + identity + "</auth>");
        step = Step.RESULT;
    }

    private void result(XmlElement element) {
        if (element.is(Namespaces.SASL, "failure")) {
            theyFailed(element);
            refuse(StreamFailure.Cause.REFUSED);
            close();
        } else if (expected(element, Namespaces.SASL, "success")) {
            mechanism = "EXTERNAL";
            step = Step.FEATURES;
            restart(TRUSTED_LIMIT);
            open();
        }
    }

    private void features(XmlElement features) {
        if (!expected(features, Namespaces.STREAMS, "features")) {
            return;
        }
        step = Step.READY;
        ready = true;
        // Whoever waits writes his queue now, before acknowledgements begin: as Prosody does.
        readiness.complete(this);
        boolean offered = features.child(Namespaces.STREAM_MANAGEMENT, "sm").isPresent();
        if (offered && endpoint.settings().streamManagement()) {
            managed = true;
            write("<enable xmlns='" + Namespaces.STREAM_MANAGEMENT + "'/>");
        }
    }

    private void readyElement(XmlElement element) {
        if (!element.namespace().equals(Namespaces.STREAM_MANAGEMENT)) {
            violation(Violation.Rule.WRONG_DIRECTION, element.name());
            return;
        }
        switch (element.name()) {
            case "enabled" -> {
                if (!managed) {
                    violation(Violation.Rule.BAD_ACKNOWLEDGEMENT, "enabled without being asked");
                }
            }
            case "failed" -> managed = false;
            case "a" -> acknowledgement(element.attribute("h").orElse(""));
            default -> violation(Violation.Rule.BAD_ACKNOWLEDGEMENT, element.name());
        }
    }

    private void acknowledgement(String count) {
        Optional<Long> handled =
                count.matches("[0-9]{1,10}")
                        ? Optional.of(Long.parseLong(count))
                        : Optional.empty();
        if (!managed || handled.isEmpty() || handled.get() < acknowledged) {
            violation(
                    Violation.Rule.BAD_ACKNOWLEDGEMENT, "count missing, unexpected or going down");
            return;
        }
        acknowledged = handled.get();
        endpoint.listener().acknowledged(this, acknowledged);
    }

    /** The peer confirmed more than we sent. */
    void tooMuchAcknowledged() {
        violation(Violation.Rule.BAD_ACKNOWLEDGEMENT, "more confirmed than sent");
        fail("undefined-condition", null);
    }

    private boolean expected(XmlElement element, String namespace, String name) {
        if (element.is(namespace, name)) {
            return true;
        }
        violation(Violation.Rule.BAD_NEGOTIATION, element.name() + " instead of " + name);
        refuse(StreamFailure.Cause.REFUSED);
        fail("not-authorized", null);
        return false;
    }

    private void refuse(StreamFailure.Cause cause) {
        String condition = theirError();
        readiness.completeExceptionally(
                new StreamFailure(cause, condition == null ? "" : condition));
    }

    /** The connection could not be made. */
    void unreachable() {
        readiness.completeExceptionally(new StreamFailure(StreamFailure.Cause.UNREACHABLE, ""));
        end.complete(null);
    }

    @Override
    void ended() {
        refuse(StreamFailure.Cause.DROPPED);
        end.complete(null);
    }
}
