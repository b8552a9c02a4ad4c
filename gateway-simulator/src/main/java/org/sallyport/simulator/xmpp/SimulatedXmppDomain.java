package org.sallyport.simulator.xmpp;

import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An XMPP domain with scripted users on 127.0.0.1, as strict as a server should be, otherwise like
 * Prosody 0.12: one stream for each direction, TLS and SASL EXTERNAL required, bounces to the
 * sender when a peer cannot be reached.
 *
 * <p>Thread-safe. Futures complete on the event loop: what hangs on them must not block.
 */
public final class SimulatedXmppDomain implements AutoCloseable {
    static final StanzaError NO_SUCH_USER = StanzaError.of("cancel", "service-unavailable");
    private static final int REMEMBERED = 100_000;

    private final StreamEndpoint endpoint;
    private final String domain;
    private final DomainServices services = new DomainServices(this);
    private final Map<String, SimulatedUser> users = new ConcurrentHashMap<>();
    // The rest lives on the event loop.
    private final Map<String, PeerLink> links = new ConcurrentHashMap<>();
    private final Map<String, SentStanza> outstanding = bounded();
    private final Map<String, Boolean> refused = bounded();

    private SimulatedXmppDomain(StreamSettings settings) {
        this.domain = settings.domain();
        this.endpoint =
                new StreamEndpoint(
                        settings.threads(1),
                        new StreamListener() {
                            @Override
                            public void stanza(String peer, XmlElement stanza) {
                                take(stanza);
                            }

                            @Override
                            public void acknowledged(OutboundStream stream, long handled) {
                                link(stream.peer).acknowledged(stream, handled);
                            }
                        });
    }

    /** Starts listening on free ports. */
    public static SimulatedXmppDomain start(StreamSettings settings) {
        return new SimulatedXmppDomain(settings);
    }

    /** Where peers connect. */
    public InetSocketAddress address(Security security) {
        return endpoint.address(security);
    }

    /** Says where a peer domain is reached; without this, stanzas to it bounce. */
    public void route(String peer, InetSocketAddress where, Security security) {
        endpoint.execute(() -> link(peer).route(where, security));
    }

    /**
     * The user of that localpart; made when first asked for. Users never asked for do not exist.
     */
    public SimulatedUser user(String local) {
        String name = local.toLowerCase(Locale.ROOT);
        return users.computeIfAbsent(name, key -> new SimulatedUser(this, key + "@" + domain));
    }

    /**
     * Opens the stream to the peer unless it is open; completes when ready, or fails with {@link
     * StreamFailure}.
     */
    public CompletableFuture<OutboundStream> connect(String peer) {
        CompletableFuture<OutboundStream> result = new CompletableFuture<>();
        endpoint.execute(() -> {
            OutboundStream stream = link(peer).connect();
            if (stream == null) {
                result.completeExceptionally(
                        new StreamFailure(StreamFailure.Cause.UNREACHABLE, "no route"));
            } else {
                result.complete(stream);
            }
        });
        return result.thenCompose(OutboundStream::readiness);
    }

    /** Asks the peer domain for a sign of life (XEP-0199). */
    public SentStanza ping(String peer) {
        return send("iq", domain, peer, "type='get'", "<ping xmlns='" + Namespaces.PING + "'/>");
    }

    /**
     * Writes octets as they are on the authenticated stream to the peer, which is opened if need
     * be. They are not counted for acknowledgements: use it with stream management off.
     *
     * @return completes when they were written; fails with {@link StreamFailure}
     */
    public CompletableFuture<@Nullable Void> sendRaw(String peer, byte[] octets) {
        byte[] copy = octets.clone();
        return connect(peer)
                .thenCompose(stream -> {
                    CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
                    stream.send(Unpooled.wrappedBuffer(copy))
                            .addListener(done -> {
                                if (done.isSuccess()) {
                                    written.complete(null);
                                } else {
                                    written.completeExceptionally(
                                            new StreamFailure(StreamFailure.Cause.DROPPED, ""));
                                }
                            });
                    return written;
                });
    }

    /** What peers did wrong, oldest first. A test should find it empty at its end. */
    public List<Violation> violations() {
        return endpoint.violations();
    }

    /** All streams since the start, with TLS version, mechanism and end. */
    public List<StreamFacts> streams() {
        return endpoint.streams();
    }

    /** Switches: SASL, pings, cutting. */
    public DomainBehaviour behaviour() {
        return endpoint.behaviour();
    }

    /** Listeners and connections: refuse, cut, stop reading, show another certificate. */
    public StreamEndpoint endpoint() {
        return endpoint;
    }

    String domain() {
        return domain;
    }

    SentStanza send(String name, String from, String to, String attributesXml, String contentXml) {
        SentStanza stanza = new SentStanza(UUID.randomUUID().toString(), from, to);
        String xml =
                "<"
                        + name
                        + " from='"
                        + XmlElement.escape(from)
                        + "' to='"
                        + XmlElement.escape(to)
                        + "' id='"
                        + stanza.id()
                        + "' "
                        + attributesXml
                        + ">"
                        + contentXml
                        + "</"
                        + name
                        + ">";
        endpoint.execute(() -> {
            outstanding.put(stanza.id(), stanza);
            transmit(Jid.of(to).domain(), xml, stanza);
        });
        return stanza;
    }

    private void transmit(String peer, String xml, SentStanza stanza) {
        link(peer).send(new PeerLink.Outgoing(xml.getBytes(StandardCharsets.UTF_8), stanza));
    }

    /** Answers a stanza: same name and id, addresses swapped. */
    void answer(XmlElement stanza, String attributesXml, String contentXml) {
        String id = stanza.attribute("id").orElse("");
        String from = stanza.attribute("to").orElse("");
        String to = stanza.attribute("from").orElse("");
        String xml =
                "<"
                        + stanza.name()
                        + " from='"
                        + XmlElement.escape(from)
                        + "' to='"
                        + XmlElement.escape(to)
                        + "'"
                        + (id.isEmpty() ? "" : " id='" + XmlElement.escape(id) + "'")
                        + " "
                        + attributesXml
                        + ">"
                        + contentXml
                        + "</"
                        + stanza.name()
                        + ">";
        endpoint.execute(() -> transmit(Jid.of(to).domain(), xml, new SentStanza(id, from, to)));
    }

    /** Answers with an error; never to an error (RFC 6120 §8.3.1). */
    void refuse(XmlElement stanza, StanzaError error) {
        if (!stanza.attribute("type").orElse("").equals("error")) {
            refused.put(stanza.attribute("id").orElse(""), true);
            answer(stanza, "type='error'", error.toXml());
        }
    }

    void later(Runnable task, Duration delay) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS).execute(task);
    }

    private PeerLink link(String peer) {
        return links.computeIfAbsent(
                peer.toLowerCase(Locale.ROOT), key -> new PeerLink(endpoint, key, this::returned));
    }

    private void take(XmlElement stanza) {
        String type = stanza.attribute("type").orElse("");
        Jid to = Jid.of(stanza.attribute("to").orElse(""));
        SimulatedUser user = users.get(to.local().toLowerCase(Locale.ROOT));
        if (type.equals("error")) {
            error(stanza);
        } else if (stanza.name().equals("iq") && type.equals("result")) {
            SentStanza request = outstanding.remove(stanza.attribute("id").orElse(""));
            if (request != null) {
                request.answer().complete(stanza);
            }
        } else if (stanza.name().equals("iq")) {
            if (user != null) {
                user.other(stanza);
            }
            services.request(stanza, to.local().isEmpty(), user != null);
        } else if (stanza.name().equals("presence")) {
            presence(stanza, type, user);
        } else if (user != null) {
            user.message(stanza);
        } else {
            refuse(stanza, NO_SUCH_USER);
        }
    }

    private void presence(XmlElement stanza, String type, @Nullable SimulatedUser user) {
        if (user != null) {
            user.other(stanza);
        }
        if (type.equals("subscribe")) {
            // COMPAT(prosody 0.12): says unavailable to every request not yet approved, known user
            // or not.
            answer(stanza, "type='unavailable'", "");
        }
    }

    private void error(XmlElement stanza) {
        StanzaError error = StanzaError.read(stanza);
        SentStanza sent = outstanding.get(error.id());
        if (sent != null && Jid.of(sent.to()).domain().equals(Jid.of(error.from()).domain())) {
            returned(sent, error);
        } else if (refused.containsKey(error.id())) {
            endpoint.violated(
                    new Violation(
                            Violation.Rule.ERROR_FOR_ERROR,
                            Jid.of(error.from()).domain(),
                            stanza.name()));
        } else {
            deliver(stanza.attribute("to").orElse(""), error);
        }
    }

    private void returned(SentStanza sent, StanzaError error) {
        if (outstanding.remove(sent.id(), sent)) {
            // In this order: who waits for the error may look into the user's inbox next.
            deliver(sent.from(), error);
            sent.error().complete(error);
        }
    }

    private void deliver(String address, StanzaError error) {
        SimulatedUser user = users.get(Jid.of(address).local().toLowerCase(Locale.ROOT));
        if (user != null) {
            user.error(error);
        }
    }

    private static <V> Map<String, V> bounded() {
        return Collections.synchronizedMap(
                new LinkedHashMap<>() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                        return size() > REMEMBERED;
                    }
                });
    }

    /**
     * Resets all connections and stops. Repeatable. For an orderly end call {@code
     * endpoint().closeAll()} first.
     */
    @Override
    public void close() {
        endpoint.close();
    }
}
