package org.sallyport.core.plugin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;

/**
 * The secret of this installation: 32 octets in {@code installation.key} in the data directory,
 * made at the first start and readable by the owner only. Lost, stable ids such as {@code epid}
 * change once; nothing else breaks.
 */
public final class InstallationSecret {
    private static final String NAME = "installation.key";
    private static final int OCTETS = 32;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private InstallationSecret() {}

    /**
     * Reads the secret, or makes it. Two processes that start at once get the same.
     *
     * @throws GatewayException with {@code BAD_CONFIGURATION} if the folder cannot be written or
     *     others may read the file
     */
    public static byte[] in(Path dataDir, SecureRandom random) {
        Path file = dataDir.resolve(NAME);
        try {
            Files.createDirectories(dataDir);
            if (!Files.exists(file)) {
                make(dataDir, file, random);
            }
            return read(file);
        } catch (IOException e) {
            throw new GatewayException(
                    ErrorCode.BAD_CONFIGURATION,
                    "the data directory "
                            + dataDir
                            + " cannot be used ("
                            + e.getClass().getSimpleName()
                            + "); let the gateway write there, or set data-dir");
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (isPosix(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new GatewayException(
                    ErrorCode.BAD_CONFIGURATION,
                    "others may read " + file + "; do: chmod 600 " + file);
        }
        byte[] secret = Files.readAllBytes(file);
        if (secret.length != OCTETS) {
            throw new GatewayException(
                    ErrorCode.BAD_CONFIGURATION,
                    "the file " + file + " is damaged; restore it, or remove it to get a new one");
        }
        return secret;
    }

    /**
     * Whole or not at all: written beside, then linked to its name, which fails if the name is
     * taken.
     */
    private static void make(Path dataDir, Path file, SecureRandom random) throws IOException {
        FileAttribute<?>[] attributes =
                isPosix(dataDir)
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                        : new FileAttribute<?>[0];
        Path beside = dataDir.resolve(NAME + "." + Long.toHexString(random.nextLong()));
        byte[] secret = new byte[OCTETS];
        random.nextBytes(secret);
        Set<StandardOpenOption> fresh =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(beside, fresh, attributes)) {
            ByteBuffer buffer = ByteBuffer.wrap(secret);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        try {
            link(beside, file);
        } catch (FileAlreadyExistsException _) {
            // Another process was faster: its secret counts.
        } finally {
            Arrays.fill(secret, (byte) 0);
            Files.deleteIfExists(beside);
        }
    }

    private static void link(Path beside, Path file) throws IOException {
        try {
            Files.createLink(file, beside);
        } catch (UnsupportedOperationException e) {
            Files.move(beside, file);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
