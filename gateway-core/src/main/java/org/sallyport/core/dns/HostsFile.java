package org.sallyport.core.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The system's hosts file, read at each look-up: it is small, and administrators expect a change to
 * count at once.
 */
final class HostsFile {
    private static final long LARGEST = 1 << 20;

    private final Path file;

    HostsFile(Path file) {
        this.file = file;
    }

    static HostsFile ofSystem() {
        String root = System.getenv("SystemRoot");
        return new HostsFile(
                root == null ? Path.of("/etc/hosts") : Path.of(root, "System32/drivers/etc/hosts"));
    }

    /** The addresses of a host in lower case; empty if the file does not speak of it. */
    List<InetAddress> addresses(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            // RFC 6761 §6.3
            return List.of(InetAddress.getLoopbackAddress());
        }
        List<InetAddress> found = new ArrayList<>();
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return List.of();
            }
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String[] words =
                        line.replaceFirst("#.*", "").strip().toLowerCase(Locale.ROOT).split("\\s+");
                if (List.of(words).subList(1, words.length).contains(host)) {
                    found.add(InetAddress.ofLiteral(words[0]));
                }
            }
        } catch (IOException | IllegalArgumentException _) {
            // A file that cannot be read says nothing more.
        }
        return found;
    }
}
