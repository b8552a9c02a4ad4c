package org.sallyport.core.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The trust anchors of policies: files are read once, and again when they change. Thread-safe. */
final class TrustFiles {
    private final Map<Path, Known> known = new HashMap<>();

    private record Known(
            FileTime changed,
            long size,
            @Nullable Object key,
            List<X509Certificate> certificates) {}

    /**
     * @throws org.sallyport.api.error.GatewayException if a file cannot be read
     */
    Set<TrustAnchor> anchors(List<Path> files) {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (Path file : files) {
            for (X509Certificate certificate : certificates(file)) {
                anchors.add(new TrustAnchor(certificate, null));
            }
        }
        return anchors;
    }

    private synchronized List<X509Certificate> certificates(Path file) {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            known.remove(file);
            throw Pem.bad(
                    "the trust file " + file + " cannot be read; put it there or correct policies");
        }
        Known before = known.get(file);
        if (before != null
                && before.changed().equals(now.lastModifiedTime())
                && before.size() == now.size()
                && java.util.Objects.equals(before.key(), now.fileKey())) {
            return before.certificates();
        }
        known.remove(file);
        List<X509Certificate> certificates = Pem.certificates(file);
        known.put(file, new Known(now.lastModifiedTime(), now.size(), now.fileKey(), certificates));
        return certificates;
    }
}
