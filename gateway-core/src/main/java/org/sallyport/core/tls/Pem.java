package org.sallyport.core.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.sallyport.api.config.Secret;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;

/**
 * Reads PEM files (RFC 7468): certificates and PKCS #8 keys. Every failure is a {@code
 * BAD_CONFIGURATION} that names the file and never quotes it.
 */
public final class Pem {
    private static final int LARGEST = 4 << 20;
    private static final String BEGIN = "-----BEGIN ";
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private Pem() {}

    /** One block of a file; never compared, never shown. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Block(String label, byte[] content) {}

    /** The certificates of a file, at least one, in file order. */
    public static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(file, block));
            }
        }
        if (certificates.isEmpty()) {
            throw bad(
                    "the file "
                            + file
                            + " holds no certificate; write PEM, with a CERTIFICATE block");
        }
        return List.copyOf(certificates);
    }

    /** The one private key of a file that nobody but its owner may read. */
    public static PrivateKey key(Path file, Optional<Secret> password) {
        refuseReadableByOthers(file);
        List<Block> keys =
                blocks(file).stream()
                        .filter(block -> block.label().endsWith("PRIVATE KEY"))
                        .toList();
        if (keys.size() != 1) {
            throw bad(
                    "the file "
                            + file
                            + " holds "
                            + keys.size()
                            + " private keys; it must hold one");
        }
        Block block = keys.getFirst();
        return switch (block.label()) {
            case "PRIVATE KEY" -> decoded(file, new PKCS8EncodedKeySpec(block.content()));
            case "ENCRYPTED PRIVATE KEY" -> decoded(file, decrypted(file, block, password));
            default ->
                    throw bad(
                            "the key in "
                                    + file
                                    + " is a "
                                    + block.label()
                                    + "; turn it into PKCS #8 with: openssl pkcs8 -topk8 -nocrypt");
        };
    }

    /**
     * @throws GatewayException if group or others may read the file, where the file system knows
     *     such a thing
     */
    static void refuseReadableByOthers(Path file) {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw bad(
                        "others than its owner may read the key file "
                                + file
                                + "; do: chmod 600 "
                                + file);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static List<Block> blocks(Path file) {
        List<String> lines = text(file).lines().map(String::strip).toList();
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(BEGIN)
                    && line.endsWith("-----")
                    && line.length() > BEGIN.length() + 5) {
                String label = line.substring(BEGIN.length(), line.length() - 5);
                int end = lines.subList(i, lines.size()).indexOf("-----END " + label + "-----");
                if (end < 0) {
                    throw bad(
                            "the file "
                                    + file
                                    + " breaks off in a "
                                    + label
                                    + " block; copy it again");
                }
                blocks.add(new Block(label, base64(file, lines.subList(i + 1, i + end))));
                i += end;
            }
        }
        return blocks;
    }

    private static byte[] base64(Path file, List<String> lines) {
        try {
            return Base64.getDecoder().decode(String.join("", lines));
        } catch (IllegalArgumentException e) {
            throw bad(
                    "the file "
                            + file
                            + " has a block that is not Base64; old encrypted keys (Proc-Type) must be turned"
                            + " into PKCS #8 with: openssl pkcs8 -topk8");
        }
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw bad("the file " + file + " is larger than 4 MiB; this is no PEM file");
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static X509Certificate certificate(Path file, Block block) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.content()));
        } catch (CertificateException e) {
            throw bad("the file " + file + " has a certificate that cannot be read; copy it again");
        }
    }

    private static PrivateKey decoded(Path file, PKCS8EncodedKeySpec encoded) {
        for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException _) {
                // It is a key of another kind.
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JDK has this algorithm", e);
            }
        }
        throw bad("the key in " + file + " is neither RSA nor EC; make such a key");
    }

    private static PKCS8EncodedKeySpec decrypted(
            Path file, Block block, Optional<Secret> password) {
        if (password.isEmpty()) {
            throw bad(
                    "the key in "
                            + file
                            + " is encrypted; write its password, as password: ${file:…}");
        }
        char[] characters = password.get().value().toCharArray();
        PBEKeySpec specification = new PBEKeySpec(characters);
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(block.content());
            // The name PBES2 alone says nothing; its parameters name the scheme.
            String algorithm =
                    info.getAlgName().startsWith("PBES2")
                                    || info.getAlgName().startsWith("1.2.840.113549.1.5.13")
                            ? info.getAlgParameters().toString()
                            : info.getAlgName();
            SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(specification);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return info.getKeySpec(cipher);
        } catch (GeneralSecurityException | IOException e) {
            throw bad(
                    "the key in "
                            + file
                            + " cannot be decrypted ("
                            + e.getClass().getSimpleName()
                            + "); check its password, and encrypt it with AES: openssl pkcs8 -topk8");
        } finally {
            specification.clearPassword();
            Arrays.fill(characters, ' ');
        }
    }

    private static GatewayException unreadable(Path file, IOException e) {
        return e instanceof NoSuchFileException
                ? bad("there is no file " + file + "; correct the path or put it there")
                : bad(
                        "the file "
                                + file
                                + " cannot be read ("
                                + e.getClass().getSimpleName()
                                + "); check its permissions");
    }

    static GatewayException bad(String message) {
        return new GatewayException(ErrorCode.BAD_CONFIGURATION, message);
    }
}
