package org.sallyport.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.simulator.edge.EdgeConfig;
import org.sallyport.simulator.edge.Partner;
import org.sallyport.simulator.edge.SimulatedEdge;
import org.sallyport.simulator.edge.SimulatorClock;
import org.sallyport.simulator.sip.TlsIdentity;
import org.sallyport.simulator.xmpp.Security;
import org.sallyport.simulator.xmpp.SimulatedXmppDomain;
import org.sallyport.simulator.xmpp.StreamSettings;

/**
 * One small federation on loopback: {@code xmpp.example} on the XMPP side, {@code sfb.example} on
 * the SIP side, which XMPP users see as {@code sip.example}; the packaged gateway between them. All
 * files are below one folder.
 */
final class World implements AutoCloseable {
    static final String XMPP_DOMAIN = "xmpp.example";
    static final String UNLISTED_DOMAIN = "unlisted.example";
    static final String SIP_DOMAIN = "sfb.example";
    static final String MASK = "sip.example";
    static final String GATEWAY_SIP_NAME = "sip.xmpp.example";
    static final String EDGE_NAME = "sip.sfb.example";

    private final Path folder;
    private final CertificateAuthority authority = CertificateAuthority.create("Sallyport Test CA");
    private final int gatewayXmppPort = Ports.free();
    private final int gatewaySipPort = Ports.free();
    private String moreSettings = "";
    private @Nullable ProsodyServer prosody;
    private @Nullable SimulatedXmppDomain domain;
    private @Nullable SimulatedEdge edge;
    private @Nullable GatewayProcess gateway;

    World(Path folder) {
        this.folder = folder;
    }

    CertificateAuthority authority() {
        return authority;
    }

    int gatewayXmppPort() {
        return gatewayXmppPort;
    }

    int gatewaySipPort() {
        return gatewaySipPort;
    }

    Path folder() {
        return folder;
    }

    /** Adds lines to the configuration of gateways that are started later. */
    void settings(String lines) {
        moreSettings = lines + "\n";
    }

    /** Starts a Prosody with these users. */
    ProsodyServer startProsody(String... users) throws IOException {
        ProsodyServer server =
                ProsodyServer.start(
                        Files.createDirectories(folder.resolve("prosody")),
                        XMPP_DOMAIN,
                        authority,
                        Map.of(MASK, gatewayXmppPort, SIP_DOMAIN, gatewayXmppPort),
                        users);
        prosody = server;
        return server;
    }

    /** Starts a simulated XMPP domain that reaches the gateway. */
    SimulatedXmppDomain startDomain(boolean acknowledgements) {
        SimulatedXmppDomain started =
                SimulatedXmppDomain.start(
                        StreamSettings.of(
                                        XMPP_DOMAIN,
                                        authority.issue(CertificateRequest.forDomain(XMPP_DOMAIN)),
                                        authority)
                                .streamManagement(acknowledgements));
        started.route(MASK, loopback(gatewayXmppPort), Security.STARTTLS);
        started.route(SIP_DOMAIN, loopback(gatewayXmppPort), Security.STARTTLS);
        domain = started;
        return started;
    }

    /** Starts a simulated Edge that knows the gateway as a direct partner. */
    SimulatedEdge startEdge() {
        return startEdge(1);
    }

    /** Starts a simulated Edge for which time goes faster by this factor. */
    SimulatedEdge startEdge(double speed) {
        IssuedCertificate certificate = authority.issue(CertificateRequest.forDomain(EDGE_NAME));
        EdgeConfig config =
                EdgeConfig.of(
                        new TlsIdentity(
                                certificate.chain(),
                                certificate.key(),
                                List.of(authority.certificate())),
                        EDGE_NAME,
                        SIP_DOMAIN);
        SimulatedEdge started = new SimulatedEdge(config.withClock(SimulatorClock.running(speed)));
        edge = started;
        federate(started, gatewaySipPort);
        return started;
    }

    /** Tells an Edge that its partners are reached at this port. */
    void federate(SimulatedEdge from, int port) {
        from.partner(Partner.direct(XMPP_DOMAIN, GATEWAY_SIP_NAME, loopback(port)));
        from.partner(Partner.direct(UNLISTED_DOMAIN, "sip." + UNLISTED_DOMAIN, loopback(port)));
    }

    /** The certificate of a name, with our authority, for a peer of the gateway. */
    SSLContext identity(String name) {
        return authority
                .issue(CertificateRequest.forDomain(name))
                .sslContext(CertificateAuthority.trustManager(authority));
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Starts the gateway between the XMPP server and the SIP peer that listen on these ports. */
    GatewayProcess startGateway(int xmppPort, int sipPort) throws IOException {
        return startGateway(xmppPort, sipPort, "info");
    }

    /** The same with another log level. */
    GatewayProcess startGateway(int xmppPort, int sipPort, String level) throws IOException {
        GatewayProcess started =
                GatewayProcess.start(folder, writeConfig(xmppPort, sipPort, level));
        gateway = started;
        return started;
    }

    private static String template() throws IOException {
        try (InputStream template =
                Objects.requireNonNull(
                        World.class.getResourceAsStream("/gateway/sallyport.yaml"))) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path writeConfig(int xmppPort, int sipPort, String level) throws IOException {
        Path home = Files.createDirectories(folder.resolve("gateway"));
        authority.writePem(home, "ca");
        authority
                .issue(CertificateRequest.forDomain(MASK).andDns(SIP_DOMAIN))
                .writePem(home, "xmpp");
        authority
                .issue(
                        CertificateRequest.forDomain(GATEWAY_SIP_NAME)
                                .andDns("sip." + UNLISTED_DOMAIN))
                .writePem(home, "sip");
        String text =
                template()
                        .replace("@GATEWAY_XMPP_PORT@", Integer.toString(gatewayXmppPort))
                        .replace("@GATEWAY_SIP_PORT@", Integer.toString(gatewaySipPort))
                        .replace("@XMPP_PORT@", Integer.toString(xmppPort))
                        .replace("@SIP_PORT@", Integer.toString(sipPort))
                        .replace("@LEVEL@", level);
        return Files.writeString(home.resolve("sallyport.yaml"), text + moreSettings);
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (edge != null) {
            edge.close();
        }
        if (prosody != null) {
            prosody.close();
        }
        if (domain != null) {
            domain.close();
        }
    }
}
