package org.sallyport.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is measured: a process between two load generators.
 *
 * @param name for people
 * @param child the process
 * @param xmpp where it takes streams
 * @param sip where it takes SIP connections
 */
record Subject(String name, Child child, InetSocketAddress xmpp, InetSocketAddress sip)
        implements AutoCloseable {
    private static final int RELAY_THREADS = 2;

    /** Starts the packaged gateway as an administrator does. */
    static Subject gateway(Options options, Setting setting, Rig.Ports peers) throws IOException {
        Path folder = Files.createDirectories(options.work().resolve("gateway"));
        setting.writeCertificates(folder);
        setting.writeUsers(folder.resolve("users.txt"));
        int xmpp = freePort();
        int sip = freePort();
        Path config = folder.resolve("sallyport.yaml");
        Files.writeString(config, config(xmpp, sip, peers));
        List<String> java = new ArrayList<>(Child.memoryOptions(folder));
        if (options.profile()) {
            java.add(
                    "-XX:StartFlightRecording=settings=profile,filename="
                            + folder.resolve("gateway.jfr").toAbsolutePath());
            java.add("-XX:FlightRecorderOptions=stackdepth=128");
        }
        Child child =
                Child.start(
                        folder,
                        List.of(
                                options.home().resolve("bin/sallyport").toString(),
                                "run",
                                "--config",
                                config.toString()),
                        Map.of("SALLYPORT_JAVA_OPTS", String.join(" ", java)));
        try {
            child.awaitLine("gateway running");
        } catch (IOException e) {
            child.close();
            throw e;
        }
        return new Subject(Options.GATEWAY, child, loopback(xmpp), loopback(sip));
    }

    /** Starts the bare relay on the Java and the class path of this process. */
    static Subject relay(Options options, Setting setting, Rig.Ports peers) throws IOException {
        Path folder = Files.createDirectories(options.work().resolve("relay"));
        setting.writeCertificates(folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Child.memoryOptions(folder));
        command.addAll(
                List.of("-XX:+UseCompactObjectHeaders", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), BareRelay.class.getName()));
        command.addAll(
                List.of(
                        folder.toAbsolutePath().toString(),
                        Integer.toString(peers.xmpp()),
                        Integer.toString(peers.sip()),
                        Integer.toString(RELAY_THREADS)));
        Child child = Child.start(folder, command, Map.of());
        try {
            String[] words = child.awaitLine("listening ").strip().split(" ", -1);
            return new Subject(
                    Options.RELAY,
                    child,
                    loopback(Integer.parseInt(words[1])),
                    loopback(Integer.parseInt(words[2])));
        } catch (IOException e) {
            child.close();
            throw e;
        }
    }

    private static String config(int xmpp, int sip, Rig.Ports peers) {
        return """
        config-version: 1
        node: bench
        data-dir: data
        store: { url: memory }
        policies:
          partner: { trust: ca.crt, authenticate: [external], tls: { min: TLSv1.3 } }
          edge: { trust: ca.crt, tls: { min: TLSv1.2 }, eku: any }
        adaptors:
        """
                + xmppSection(xmpp, peers.xmpp())
                + sipSection(sip, peers.sip())
                + """
                chain:
                  - identity-map: { domains: [ { canonical: %s, presented: %s, to: xmpp } ] }
                  - whitelist: { domains: [%s, %s], users: { file: users.txt } }
                management: { listen: "127.0.0.1:0" }
                log: { format: text, level: info, addresses: full }
                """
                        .formatted(
                                Names.SIP_DOMAIN, Names.MASK, Names.XMPP_DOMAIN, Names.SIP_DOMAIN);
    }

    private static String xmppSection(int port, int peer) {
        return """
          xmpp:
            type: xmpp
            serves: [%s]
            listen: { starttls: "127.0.0.1:%d" }
            certificates: [ { chain: xmpp.crt, key: xmpp.key } ]
            peers:
              - { domain: %s, policy: partner, connect: "127.0.0.1:%d" }
        """
                .formatted(Names.MASK, port, Names.XMPP_DOMAIN, peer);
    }

    private static String sipSection(int port, int peer) {
        return """
          sip:
            type: sip-skype
            serves: [ { domain: %s, name: %s } ]
            listen: "127.0.0.1:%d"
            certificates: [ { chain: sip.crt, key: sip.key } ]
            peers:
              - { domain: %s, policy: edge, connect: "127.0.0.1:%d", names: [%s] }
        """
                .formatted(
                        Names.XMPP_DOMAIN,
                        Names.GATEWAY_SIP_NAME,
                        port,
                        Names.SIP_DOMAIN,
                        peer,
                        Names.EDGE_NAME);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** A port that was free a moment ago. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
