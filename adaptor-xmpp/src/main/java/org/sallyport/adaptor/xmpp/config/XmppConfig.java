package org.sallyport.adaptor.xmpp.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.config.ByteSize;
import org.sallyport.api.config.CertificateSettings;
import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;
import org.sallyport.api.config.FromFiles;
import org.sallyport.api.config.HostPort;
import org.sallyport.api.config.PeerSettings;
import org.sallyport.api.config.ServedDomain;

/**
 * The section of an adaptor of type {@code xmpp}.
 *
 * @param serves the domains that XMPP users write to
 * @param listen where peers connect to
 * @param certificates our own certificates
 * @param peers the XMPP domains that we talk to
 * @param directTlsPorts ports of fixed addresses where TLS begins at once
 * @param confirm how a text is confirmed where the peer has no acknowledgements
 * @param limits bounds on what peers can cost
 * @param ping how connections are watched
 */
@Doc("Server-to-server XMPP")
public record XmppConfig(
        @Doc(
                        "Domains that XMPP users write to; default: what the other side's peers are called here")
                List<ServedDomain> serves,
        @Doc("Where peers connect to; at least one of the two") Listen listen,
        @Doc("Our own certificates") List<CertificateSettings> certificates,
        @Doc("The XMPP domains that we talk to") @FromFiles List<PeerSettings> peers,
        @Doc(
                        "Ports at which a fixed host:port of a peer wants TLS at once (XEP-0368); at others STARTTLS is used")
                @Default("[5270]")
                List<Integer> directTlsPorts,
        @Doc(
                        "When a text counts as delivered if the peer has no acknowledgements (XEP-0198): written, or ping, after the peer answered a later ping")
                @Default("written")
                Confirm confirm,
        @Doc("Bounds on what peers can cost") StreamLimits limits,
        @Doc("How connections are watched") PingSettings ping) {
    /** Copies what it is given. */
    public XmppConfig {
        serves = List.copyOf(serves);
        certificates = List.copyOf(certificates);
        peers = List.copyOf(peers);
        directTlsPorts = List.copyOf(directTlsPorts);
    }

    /** When a text counts as delivered where the peer has no acknowledgements. */
    public enum Confirm {
        /** When it was written. */
        WRITTEN,
        /** When the peer answered a ping that was written after it. */
        PING
    }

    /**
     * Where peers connect to.
     *
     * @param starttls for connections that begin in clear
     * @param directTls for connections that begin with TLS
     */
    @Doc("Where peers connect to")
    public record Listen(
            @Doc("Address and port for STARTTLS, usually 0.0.0.0:5269; port 0 takes a free one")
                    Optional<HostPort> starttls,
            @Doc("Address and port for TLS from the first octet (XEP-0368), usually 0.0.0.0:5270")
                    Optional<HostPort> directTls) {}

    /**
     * Bounds.
     *
     * @param maxStanza largest stanza, both ways
     * @param preAuth largest element before the peer has proved who it is
     * @param handshake time until a connection must be authenticated
     * @param idle silence after which a connection is closed
     * @param connections most connections
     * @param connectionsPerPeer most connections from one peer
     * @param unprovedPerAddress most connections from one address that are not authenticated yet
     * @param unsettled most stanzas of one stream that have no outcome yet
     * @param queue most stanzas that wait for one peer
     */
    @Doc("Bounds on what peers can cost")
    public record StreamLimits(
            @Doc("Largest stanza, in and out; at least 10000B (RFC 6120 §13.12)") @Default("256KiB")
                    ByteSize maxStanza,
            @Doc("Largest element before a peer has proved who it is; at least 10000B")
                    @Default("10000B")
                    ByteSize preAuth,
            @Doc("Time until a connection must be authenticated") @Default("30s")
                    Duration handshake,
            @Doc("Silence after which a connection is closed") @Default("30m") Duration idle,
            @Doc("Most connections") @Default("1000") int connections,
            @Doc("Most connections from one peer") @Default("20") int connectionsPerPeer,
            @Doc("Most connections from one address that are not authenticated yet") @Default("20")
                    int unprovedPerAddress,
            @Doc("Most stanzas of one stream without an outcome; more are refused") @Default("1000")
                    int unsettled,
            @Doc("Most stanzas that wait for one peer; more are refused") @Default("1000")
                    int queue) {}

    /**
     * How connections are watched.
     *
     * @param interval silence after which the peer is asked for a sign of life; 0s for never
     * @param afterText time after a text until the peer is asked whether all came through
     * @param timeout time until an answer must have come
     */
    @Doc("How connections are watched (XEP-0199, XEP-0198)")
    public record PingSettings(
            @Doc("How often a peer is asked for a sign of life; 0s turns pings off") @Default("1m")
                    Duration interval,
            @Doc(
                            "Time after a text until the peer is asked whether it came through; bounds what can be lost without notice")
                    @Default("5s")
                    Duration afterText,
            @Doc("Time until an answer must have come; then the connection counts as dead")
                    @Default("30s")
                    Duration timeout) {}
}
