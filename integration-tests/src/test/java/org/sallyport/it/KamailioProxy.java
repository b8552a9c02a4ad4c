package org.sallyport.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sallyport.simulator.cert.CertificateAuthority;
import org.sallyport.simulator.cert.CertificateRequest;

/**
 * A real Kamailio as a proxy between two SIP servers, mutual TLS on both sides: its certificate has
 * the name that each side expects of the other, and it stays in every dialog with Record-Route.
 */
final class KamailioProxy implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final int gatewaySide = Ports.free();
    private final int edgeSide = Ports.free();
    private final ChildProcess process;

    /** One of the two servers: its name in certificates, and its port on loopback. */
    record Server(String name, int port) {}

    /** Starts the proxy and returns when it listens. */
    static KamailioProxy start(
            Path folder, CertificateAuthority authority, Server gateway, Server edge)
            throws IOException {
        RealPeer.KAMAILIO.need();
        authority.writePem(folder, "ca");
        authority
                .issue(CertificateRequest.forDomain(edge.name()).andDns(gateway.name()))
                .writePem(folder, "proxy");
        return new KamailioProxy(folder, gateway.port(), edge.port());
    }

    private KamailioProxy(Path folder, int gateway, int edge) throws IOException {
        for (String name : List.of("kamailio.cfg", "tls.cfg")) {
            try (InputStream template =
                    Objects.requireNonNull(
                            KamailioProxy.class.getResourceAsStream("/kamailio/" + name))) {
                String config =
                        new String(template.readAllBytes(), StandardCharsets.UTF_8)
                                .replace("@FOLDER@", folder.toString())
                                .replace("@EDGE_SIDE@", Integer.toString(edgeSide))
                                .replace("@GATEWAY_SIDE@", Integer.toString(gatewaySide))
                                .replace("@EDGE@", Integer.toString(edge))
                                .replace("@GATEWAY@", Integer.toString(gateway));
                Files.writeString(folder.resolve(name), config);
            }
        }
        Path runtime = Files.createDirectories(folder.resolve("run"));
        process =
                ChildProcess.start(
                        folder,
                        folder.resolve("out.log"),
                        Map.of(),
                        List.of(
                                RealPeer.KAMAILIO.program().toString(),
                                "-DD",
                                "-E",
                                "-f",
                                folder.resolve("kamailio.cfg").toString(),
                                "-Y",
                                runtime.toString(),
                                "-P",
                                runtime.resolve("kamailio.pid").toString(),
                                "-m",
                                "32",
                                "-M",
                                "4"));
        Waiting.until(
                "Kamailio listens on both sides",
                START_LIMIT,
                () ->
                        !process.isAlive()
                                || (Ports.accepts(gatewaySide) && Ports.accepts(edgeSide)));
        if (!process.isAlive()) {
            throw new AssertionError("Kamailio ended: " + process.printed());
        }
    }

    /** Where the gateway connects instead of the Edge. */
    int gatewaySide() {
        return gatewaySide;
    }

    /** Where the Edge connects instead of the gateway. */
    int edgeSide() {
        return edgeSide;
    }

    /** All that it printed. */
    String printed() {
        return process.printed();
    }

    @Override
    public void close() {
        process.close();
    }
}
