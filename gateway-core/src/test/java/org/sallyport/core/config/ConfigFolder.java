package org.sallyport.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;

/** A folder with certificates and a configuration file. */
final class ConfigFolder {
    /** The first example of the plan, word for word. */
    static final String EXAMPLE =
            """
            config-version: 1
            node: gw1                                   # default: host name
            data-dir: ../data                           # embedded database and state
            store: { url: h2 }                          # h2 (in data-dir) | jdbc:sqlserver:… | jdbc:postgresql:… | memory
            policies:                                   # what a peer must prove; named, reused
              partner: { trust: ca.crt, authenticate: [external], tls: { min: TLSv1.3 } }
              edge: { trust: ca.crt, tls: { min: TLSv1.2 }, eku: any }
            adaptors:
              xmpp:                                     # instance name, free choice
                type: xmpp
                serves: [sfb.example]                   # domains that XMPP users write to; default: the other side's peers as presented here
                listen: { starttls: "0.0.0.0:5269", direct-tls: "0.0.0.0:5270" }
                certificates: [ { type: pem, chain: xmpp.crt, key: xmpp.key } ]
                peers:                                  # how domains are reached; also peers-from: peers.d/*.yaml
                  - { domain: xmpp.example, policy: partner, connect: dns }     # dns | host:port | [host:port, …]
              sip:
                type: sip-skype                         # chosen at install time: sip-skype | sip-teams
                serves: [ { domain: xmpp.example, name: sip.xmpp.example } ]    # name: our FQDN for that domain (SRV target, Contact, Via)
                listen: "0.0.0.0:5061"
                certificates: [ { type: pem, chain: sip.crt, key: sip.key } ]
                peers:
                  - { domain: sfb.example, policy: edge, connect: "sip.sfb.example:5061", names: [sip.sfb.example] }
            chain:                                      # who may talk, and how much; order is the order of work
              - whitelist: { domains: [xmpp.example, sfb.example], users: { file: users.txt } }
            management: { listen: "127.0.0.1:9480" }
            log: { format: text, level: info, addresses: full }
            """;

    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create("Config Test Root");

    private final Path folder;

    ConfigFolder(Path folder) throws IOException {
        this.folder = folder;
        AUTHORITY.writePem(folder);
        AUTHORITY.issue(CertificateRequest.forDomain("sfb.example")).writePem(folder, "xmpp");
        AUTHORITY.issue(CertificateRequest.forDomain("sip.xmpp.example")).writePem(folder, "sip");
        Files.writeString(folder.resolve("users.txt"), "alice@xmpp.example\n");
    }

    Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    ConfigResult load(String text) throws IOException {
        return load(text, Map.of());
    }

    ConfigResult load(String text, Map<String, String> environment) throws IOException {
        return ConfigLoader.load(
                write("sallyport.yaml", text), ExamplePlugins.catalog(), environment::get);
    }

    GatewayConfig loaded(String text) throws IOException {
        return switch (load(text)) {
            case ConfigResult.Loaded(GatewayConfig config, List<Problem> _) -> config;
            case ConfigResult.Refused(List<Problem> problems) ->
                    throw new AssertionError(
                            "refused: " + problems.stream().map(Problem::toString).toList());
        };
    }

    /** The problems as they are printed, without the folder. */
    List<String> problems(String text) throws IOException {
        return shown(load(text));
    }

    List<String> shown(ConfigResult result) {
        return result.problems().stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }
}
