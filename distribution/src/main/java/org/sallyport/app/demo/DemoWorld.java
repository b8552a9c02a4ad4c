package org.sallyport.app.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.sallyport.api.config.HostPort;
import org.sallyport.app.base.CommandFailure;
import org.sallyport.app.base.ExitCode;
import org.sallyport.app.process.GatewayProcess;
import org.sallyport.core.config.ConfigLoader;
import org.sallyport.core.config.ConfigResult;
import org.sallyport.core.config.GatewayConfig;
import org.sallyport.core.config.Problem;
import org.sallyport.core.management.AdaptorView;
import org.sallyport.core.plugin.PluginCatalog;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;
import org.sallyport.simulator.cert.IssuedCertificate;
import org.sallyport.simulator.edge.EdgeConfig;
import org.sallyport.simulator.edge.Partner;
import org.sallyport.simulator.edge.SimulatedEdge;
import org.sallyport.simulator.sip.TlsIdentity;
import org.sallyport.simulator.xmpp.Security;
import org.sallyport.simulator.xmpp.SimulatedXmppDomain;
import org.sallyport.simulator.xmpp.StreamSettings;

/**
 * Two simulated organisations with a gateway between them, all on free ports of 127.0.0.1, with
 * certificates made for the occasion. Leaves nothing behind.
 */
final class DemoWorld implements AutoCloseable {
    static final String XMPP_DOMAIN = "xmpp.example";
    static final String SIP_DOMAIN = "sfb.example";

    private static final String EDGE_NAME = "sip.sfb.example";
    private static final String OUR_SIP_NAME = "sip.xmpp.example";

    private final Path folder;
    private final SimulatedXmppDomain xmpp;
    private final SimulatedEdge edge;
    private final GatewayProcess gateway;

    private DemoWorld(
            Path folder, SimulatedXmppDomain xmpp, SimulatedEdge edge, GatewayProcess gateway) {
        this.folder = folder;
        this.xmpp = xmpp;
        this.edge = edge;
        this.gateway = gateway;
    }

    /**
     * Makes the world; everything listens when this returns.
     *
     * @throws CommandFailure if a plugin is missing or the temporary folder cannot be written
     */
    static DemoWorld start(PluginCatalog catalog) {
        try {
            Path folder = Files.createTempDirectory("sallyport-demo-");
            CertificateAuthority authority =
                    CertificateAuthority.create("Sallyport Demonstration CA");
            SimulatedXmppDomain xmpp =
                    SimulatedXmppDomain.start(
                            StreamSettings.of(
                                    XMPP_DOMAIN,
                                    authority.issue(CertificateRequest.forDomain(XMPP_DOMAIN)),
                                    authority));
            SimulatedEdge edge = edge(authority);
            try {
                GatewayConfig config = load(configure(folder, authority, xmpp, edge), catalog);
                GatewayProcess gateway = GatewayProcess.start(config, catalog);
                DemoWorld world = new DemoWorld(folder, xmpp, edge, gateway);
                world.introduce();
                return world;
            } catch (RuntimeException | IOException e) {
                edge.close();
                xmpp.close();
                delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw CommandFailure.configuration(
                    "the temporary folder cannot be written; check its space and its owner");
        }
    }

    SimulatedXmppDomain xmpp() {
        return xmpp;
    }

    SimulatedEdge edge() {
        return edge;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    Path config() {
        return folder.resolve("conf").resolve("sallyport.yaml");
    }

    /**
     * Where the gateway listens for the side of this adaptor instance, by the key in its section.
     */
    HostPort listener(String instance, String key) {
        for (AdaptorView adaptor : gateway.gateway().status().adaptors()) {
            HostPort where = adaptor.listeners().get(key);
            if (adaptor.name().value().equals(instance) && where != null) {
                return where;
            }
        }
        throw new CommandFailure(
                ExitCode.NOT_OK,
                "no-listener",
                "the adaptor " + instance + " does not say where it listens; update its plugin");
    }

    @Override
    public void close() {
        gateway.close();
        edge.close();
        xmpp.close();
        delete(folder);
    }

    /**
     * The simulated organisations learn where the gateway is, as an administrator or DNS would tell
     * them.
     */
    private void introduce() {
        try {
            xmpp.route(SIP_DOMAIN, socket(listener("xmpp", "starttls")), Security.STARTTLS);
            edge.partner(
                    Partner.direct(XMPP_DOMAIN, OUR_SIP_NAME, socket(listener("sip", "listen"))));
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private static InetSocketAddress socket(HostPort where) {
        return new InetSocketAddress(where.host(), where.port());
    }

    private static SimulatedEdge edge(CertificateAuthority authority) {
        IssuedCertificate identity =
                authority.issue(CertificateRequest.forDomain(EDGE_NAME).andDns(SIP_DOMAIN));
        TlsIdentity tls =
                new TlsIdentity(identity.chain(), identity.key(), List.of(authority.certificate()));
        return new SimulatedEdge(EdgeConfig.of(tls, EDGE_NAME, SIP_DOMAIN));
    }

    private static Path configure(
            Path folder,
            CertificateAuthority authority,
            SimulatedXmppDomain xmpp,
            SimulatedEdge edge)
            throws IOException {
        Path conf = Files.createDirectory(folder.resolve("conf"));
        authority.writePem(conf);
        authority.issue(CertificateRequest.forDomain(SIP_DOMAIN)).writePem(conf, "xmpp");
        authority
                .issue(CertificateRequest.forDomain(OUR_SIP_NAME).andDns(XMPP_DOMAIN))
                .writePem(conf, "sip");
        String text = yaml(xmpp.address(Security.STARTTLS).getPort(), edge.address().getPort());
        return Files.writeString(conf.resolve("sallyport.yaml"), text);
    }

    private static String yaml(int xmppPort, int edgePort) {
        return """
        # Made by 'sallyport demo'; gone when it ends.
        config-version: 1
        node: demo
        data-dir: ../data
        store: { url: memory }
        policies:
          demo: { trust: ca.crt, authenticate: [external], tls: { min: TLSv1.2 } }
        adaptors:
          xmpp:
            type: xmpp
            serves: [%2$s]
            listen: { starttls: "127.0.0.1:0" }
            certificates: [ { type: pem, chain: xmpp.crt, key: xmpp.key } ]
            peers:
              - { domain: %1$s, policy: demo, connect: "127.0.0.1:%3$d" }
          sip:
            type: sip-skype
            serves: [ { domain: %1$s, name: %5$s } ]
            listen: "127.0.0.1:0"
            certificates: [ { type: pem, chain: sip.crt, key: sip.key } ]
            peers:
              - { domain: %2$s, policy: demo, connect: "127.0.0.1:%4$d", names: [%6$s] }
        chain:
          - whitelist:
              domains: [%1$s, %2$s]
              users: { list: [alice@%1$s, bob@%2$s] }
        management: { listen: "127.0.0.1:0" }
        log: { level: warn }
        """
                .formatted(XMPP_DOMAIN, SIP_DOMAIN, xmppPort, edgePort, OUR_SIP_NAME, EDGE_NAME);
    }

    private static GatewayConfig load(Path file, PluginCatalog catalog) {
        return switch (ConfigLoader.load(file, catalog)) {
            case ConfigResult.Loaded(GatewayConfig config, List<Problem> _) -> config;
            case ConfigResult.Refused(List<Problem> problems) -> {
                Problem first = problems.getFirst();
                throw CommandFailure.configuration(
                        "the demonstration needs the plugins adaptor-xmpp, adaptor-sip-skype and whitelist: "
                                + first.what()
                                + "; "
                                + first.remedy());
            }
        };
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // The system empties its temporary folder by itself.
        }
    }
}
