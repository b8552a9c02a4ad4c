package org.sallyport.adaptor.xmpp;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sallyport.adaptor.xmpp.jid.Jid;
import org.sallyport.adaptor.xmpp.stanza.ErrorTexts;
import org.sallyport.adaptor.xmpp.stanza.Origin;
import org.sallyport.adaptor.xmpp.stanza.Reading;
import org.sallyport.adaptor.xmpp.stanza.StanzaCondition;
import org.sallyport.adaptor.xmpp.stanza.StanzaError;
import org.sallyport.adaptor.xmpp.stanza.StanzaErrors;
import org.sallyport.adaptor.xmpp.stanza.StanzaReader;
import org.sallyport.adaptor.xmpp.stanza.StanzaWriter;
import org.sallyport.adaptor.xmpp.stream.Outgoing;
import org.sallyport.adaptor.xmpp.stream.Pings;
import org.sallyport.adaptor.xmpp.stream.StanzaHandler;
import org.sallyport.adaptor.xmpp.xml.StreamCondition;
import org.sallyport.adaptor.xmpp.xml.StreamFault;
import org.sallyport.adaptor.xmpp.xml.XmlCharacters;
import org.sallyport.adaptor.xmpp.xml.XmlElement;
import org.sallyport.api.adaptor.PacketSink;
import org.sallyport.api.address.Domain;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.link.Link;
import org.sallyport.api.outcome.Outcome;
import org.sallyport.api.plugin.PluginContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to stanzas of authenticated peers: addresses are checked (RFC 6120 §8.1), queries
 * answered, texts handed to the core and their senders told how it ended. Answers go over our own
 * stream to the peer. Thread-safe.
 */
final class StanzaDesk implements StanzaHandler {
    /**
     * How long an XMPP sender's text may wait; a Skype user may let it ring for a minute and more.
     */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(StanzaDesk.class);

    private final PluginContext context;
    private final Set<Domain> served;
    private final StanzaReader reader;
    private final LateFailures failures;
    private final Pings pings;
    private final Sender sender;
    private final Answers answers;
    private volatile @Nullable PacketSink sink;

    /** Sends a stanza from one of our domains to a peer's. */
    @FunctionalInterface
    interface Sender {
        void send(Domain local, Domain peer, Outgoing outgoing);
    }

    StanzaDesk(
            PluginContext context,
            Set<Domain> served,
            LateFailures failures,
            Pings pings,
            Sender sender) {
        this.context = context;
        this.served = served;
        this.reader = new StanzaReader(context);
        this.failures = failures;
        this.pings = pings;
        this.sender = sender;
        this.answers = new Answers(context);
    }

    void start(PacketSink inbound) {
        sink = inbound;
    }

    @Override
    public void handle(XmlElement stanza, Link link, Room room, Runnable settled)
            throws StreamFault {
        try {
            take(stanza, link, room, settled);
        } catch (RuntimeException e) {
            // A fault of ours ends one stanza, not the stream of all users; its message may quote.
            log.error(
                    "xmpp stanza could not be handled: kind={} fault={} at={}",
                    stanza.name(),
                    e.getClass().getName(),
                    e.getStackTrace().length == 0 ? "unknown" : e.getStackTrace()[0]);
            count("stanzas-broken", stanza.name());
            apologise(stanza, settled);
        }
    }

    private void apologise(XmlElement stanza, Runnable settled) {
        Optional<Jid> from = parsed(stanza.attribute("from").orElse(""));
        Optional<Domain> to = domainOf(stanza.attribute("to").orElse(""));
        Optional<String> id = stanza.attribute("id").filter(XmlCharacters::isLegal);
        if (from.isEmpty() || to.isEmpty() || !isAnswerable(stanza)) {
            settled.run();
            return;
        }
        Jid recipient = parsed(stanza.attribute("to").orElse("")).orElseGet(() -> Jid.of(to.get()));
        Origin origin = new Origin(stanza.name(), from.get(), recipient, id);
        answer(origin, origin.error(StanzaErrors.of(ErrorCode.GATEWAY_ERROR)), settled);
    }

    private void take(XmlElement stanza, Link link, Room room, Runnable settled)
            throws StreamFault {
        Optional<Origin> origin = addressed(stanza, link, settled);
        if (origin.isEmpty()) {
            return;
        }
        count("stanzas-received", stanza.name());
        Reading reading = reader.read(stanza, origin.get());
        if (reading instanceof Reading.Carry carry) {
            carry(carry, origin.get(), link, room, settled);
            return;
        }
        switch (reading) {
            case Reading.Answer(XmlElement answer) -> answer(origin.get(), answer, () -> {});
            case Reading.Refuse(StanzaError error) -> {
                answer(origin.get(), origin.get().error(error), settled);
                return;
            }
            case Reading.Failure(String id, ErrorCode code) -> failures.told(id, link, code);
            case Reading.Reply(String id) -> {
                if (!pings.answered(id, origin.get().from().domain())) {
                    count("stanzas-ignored", "unknown-iq-answer");
                }
            }
            case Reading.Ignore(String reason) -> count("stanzas-ignored", reason);
            case Reading.Carry _ -> throw new IllegalStateException("was handled before");
        }
        settled.run();
    }

    /**
     * Checks from and to; wrong domains end the stream, wrong local parts only the stanza (RFC 6120
     * §8.1, §8.3.3.8).
     */
    private Optional<Origin> addressed(XmlElement stanza, Link link, Runnable settled)
            throws StreamFault {
        String from = required(stanza, "from");
        String to = required(stanza, "to");
        if (!domainOf(from).filter(link.peer()::equals).isPresent()) {
            throw new StreamFault(
                    StreamCondition.INVALID_FROM,
                    "a stanza came from a domain that was not proved");
        }
        if (!domainOf(to).filter(served::contains).isPresent()) {
            throw new StreamFault(
                    StreamCondition.HOST_UNKNOWN,
                    "a stanza is for a domain that is not served here");
        }
        Optional<String> id = stanza.attribute("id").filter(value -> !value.isEmpty());
        Optional<Jid> sender = parsed(from);
        Optional<Jid> recipient = parsed(to);
        if (sender.isPresent() && recipient.isPresent()) {
            return Optional.of(new Origin(stanza.name(), sender.get(), recipient.get(), id));
        }
        boolean answerable = sender.isPresent() && isAnswerable(stanza);
        if (answerable) {
            malformed(stanza, sender.get(), domainOf(to).orElseThrow(), settled);
        } else {
            settled.run();
        }
        count("stanzas-ignored", "jid-malformed");
        return Optional.empty();
    }

    private void malformed(XmlElement stanza, Jid sender, Domain ours, Runnable settled) {
        Optional<String> id = stanza.attribute("id").filter(value -> !value.isEmpty());
        Origin origin = new Origin(stanza.name(), sender, Jid.of(ours), id);
        answer(
                origin,
                origin.error(
                        StanzaError.of(StanzaCondition.JID_MALFORMED, StanzaError.Type.MODIFY)),
                settled);
    }

    /** Errors and results are never answered, nor is presence (RFC 6120 §8.3.1, RFC 6121 §8.5). */
    private static boolean isAnswerable(XmlElement stanza) {
        String type = stanza.attribute("type").orElse("");
        return !type.equals("error") && !type.equals("result") && !stanza.name().equals("presence");
    }

    private static String required(XmlElement stanza, String attribute) throws StreamFault {
        return stanza.attribute(attribute)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() ->
                        new StreamFault(
                                StreamCondition.IMPROPER_ADDRESSING,
                                "a stanza came without " + attribute));
    }

    private static Optional<Domain> domainOf(String address) {
        int slash = address.indexOf('/');
        String bare = slash < 0 ? address : address.substring(0, slash);
        try {
            return Optional.of(Jid.domain(bare.substring(bare.indexOf('@') + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Jid> parsed(String address) {
        try {
            return Optional.of(Jid.parse(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void carry(Reading.Carry carry, Origin origin, Link link, Room room, Runnable settled) {
        PacketSink core = sink;
        if (core == null || room != Room.FREE) {
            ErrorCode code = room == Room.FULL ? ErrorCode.OVERLOADED : ErrorCode.SHUTTING_DOWN;
            count("stanzas-refused", code.token());
            ended(carry, origin, Outcome.notTaken(code, "no room"), settled);
            return;
        }
        Instant deadline = context.time().clock().instant().plus(PATIENCE);
        core.submit(
                carry.packet(), link, deadline, outcome -> ended(carry, origin, outcome, settled));
    }

    /** Tells the sender, in XMPP's words; until a failure is told its stanza is not settled. */
    private void ended(Reading.Carry carry, Origin origin, Outcome outcome, Runnable settled) {
        if (outcome instanceof Outcome.Failed failed && carry.answered()) {
            answer(origin, origin.error(error(carry, failed)), settled);
            return;
        }
        switch (outcome) {
            case Outcome.Delivered(Outcome.Level level) when level != Outcome.Level.WRITTEN ->
                    carry.receipt()
                            .ifPresent(id ->
                                    answer(
                                            origin,
                                            StanzaWriter.receipt(
                                                    origin,
                                                    id,
                                                    context.identifiers()
                                                            .newCorrelationId()
                                                            .value()),
                                            () -> {}));
            case Outcome.Failed failed -> count("stanzas-failed-in-silence", failed.code().token());
            case Outcome.Delivered _, Outcome.Dropped _ -> {}
        }
        settled.run();
    }

    private static StanzaError error(Reading.Carry carry, Outcome.Failed failed) {
        String beginning =
                failed.certainty() == Outcome.Certainty.UNKNOWN
                        ? "Nobody knows whether the message was delivered"
                        : "The message was not delivered";
        return StanzaErrors.of(failed.code())
                .withText(ErrorTexts.sentence(beginning, failed.code(), carry.packet().id()));
    }

    private void answer(Origin origin, XmlElement stanza, Runnable told) {
        Instant deadline = context.time().clock().instant().plus(ANSWER_PATIENCE);
        answers.send(
                stanza,
                deadline,
                outgoing -> sender.send(origin.to().domain(), origin.from().domain(), outgoing),
                told);
    }

    private void count(String name, String kind) {
        context.metrics().counter(name, Map.of("kind", kind)).increment();
    }
}
