package org.sallyport.app.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.config.HostPort;
import org.sallyport.app.base.CommandFailure;
import org.sallyport.app.base.ExitCode;
import org.sallyport.app.base.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a running gateway leaves in its data directory, so that commands find it, and the lock that
 * keeps two gateways out of one directory. The file goes away with the gateway; after a crash it
 * points to nothing.
 */
public final class RunFile implements AutoCloseable {
    private static final String NAME = "running.json";
    private static final String LOCK = "lock";

    private final Path file;
    private final FileChannel channel;

    private RunFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * What stands in the file.
     *
     * @param pid the process
     * @param management where the management API listens
     * @param tokens the token file
     */
    public record Running(long pid, HostPort management, Path tokens) {}

    /**
     * Takes the data directory for this process; makes it if need be.
     *
     * @throws CommandFailure if another gateway has it, or it cannot be written
     */
    public static RunFile lock(Path dataDir) {
        try {
            Files.createDirectories(dataDir);
            FileChannel channel =
                    FileChannel.open(
                            dataDir.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new CommandFailure(
                        ExitCode.WRONG,
                        "already-running",
                        "another gateway uses " + dataDir + "; stop it or set another data-dir");
            }
            return new RunFile(dataDir.resolve(NAME), channel);
        } catch (IOException e) {
            throw CommandFailure.configuration(
                    "the data directory "
                            + dataDir
                            + " cannot be written; make it writable or set data-dir");
        }
    }

    /** Tells where the gateway is found. Whole or not at all. */
    public void write(Running running) {
        Map<String, Object> document = Json.document();
        document.put("pid", running.pid());
        document.put("management", running.management().toString());
        document.put("tokens", running.tokens().toString());
        Path fresh = file.resolveSibling(NAME + ".new");
        try {
            Files.writeString(fresh, Json.line(document) + "\n", StandardCharsets.UTF_8);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandFailure.configuration(
                    "cannot write " + file + "; check the space and the owner of its folder");
        }
    }

    /** What a gateway left in {@code dataDir}, running or crashed. */
    public static Optional<Running> read(Path dataDir) {
        try {
            JsonNode node = Json.read(Files.readString(dataDir.resolve(NAME)));
            return Optional.of(
                    new Running(
                            node.path("pid").asLong(),
                            HostPort.parse(node.path("management").asString()),
                            Path.of(node.path("tokens").asString())));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The lock goes with the process; a file that stays points to nothing.
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
