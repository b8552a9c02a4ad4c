package org.sallyport.core.management;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.GatewayException;

/**
 * The operators and their tokens, from a file with one operator a line: {@code NAME ROLE TOKEN},
 * where ROLE is read, operate or admin and TOKEN is the token itself or {@code sha256:} and the
 * hash of it in hexadecimal digits. Empty lines and lines that begin with {@code #} count for
 * nothing. Immutable.
 */
public final class Tokens {
    /** The operator that the command line of this machine speaks as. */
    public static final String LOCAL = "local";

    private static final int TOKEN_OCTETS = 32;
    private static final int SHORTEST = 24;
    private static final long LARGEST_FILE = 1 << 20;
    private static final String HASH = "sha256:";

    private final List<Entry> entries;

    private Tokens(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** One operator; a class and no record, because records compare arrays by identity. */
    private static final class Entry {
        private final Operator operator;
        private final byte[] hash;
        private final Optional<String> clear;

        Entry(Operator operator, byte[] hash, Optional<String> clear) {
            this.operator = operator;
            this.hash = hash;
            this.clear = clear;
        }

        Operator operator() {
            return operator;
        }

        byte[] hash() {
            return hash;
        }

        Optional<String> clear() {
            return clear;
        }
    }

    /**
     * Reads the file; makes it, readable by its owner only, with one fresh token of the role admin
     * if it does not exist.
     *
     * @throws GatewayException with {@code BAD_CONFIGURATION} if it cannot be made, read or
     *     understood, or if everybody may read it
     */
    public static Tokens readOrCreate(Path file, SecureRandom random) {
        try {
            create(file, random);
        } catch (FileAlreadyExistsException e) {
            return read(file);
        } catch (IOException e) {
            throw bad(file, 0, "the token file cannot be made; check the folder and its owner", e);
        }
        return read(file);
    }

    /**
     * Reads the file.
     *
     * @throws GatewayException with {@code BAD_CONFIGURATION} if it cannot be read or understood,
     *     or if everybody may read it
     */
    public static Tokens read(Path file) {
        try {
            if (openToAll(file)) {
                throw bad(file, 0, "everybody may read the token file; make it chmod 600", null);
            }
            if (Files.size(file) > LARGEST_FILE) {
                throw bad(file, 0, "the token file is larger than 1 MiB", null);
            }
            return parse(file, Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException e) {
            throw bad(file, 0, "the token file is not UTF-8", e);
        } catch (IOException e) {
            throw bad(file, 0, "the token file cannot be read; check its path and owner", e);
        }
    }

    /**
     * A token that stands in clear in the file, that of {@link #LOCAL} first: for the command line.
     */
    public Optional<String> clear() {
        Optional<String> local =
                entries.stream()
                        .filter(entry -> entry.operator().name().equals(LOCAL))
                        .findFirst()
                        .flatMap(Entry::clear);
        return local.or(
                () -> entries.stream().flatMap(entry -> entry.clear().stream()).findFirst());
    }

    /** Whose token this is. Takes as long for a wrong one as for a right one. */
    Optional<Operator> find(String token) {
        byte[] hash = hash(token);
        Optional<Operator> found = Optional.empty();
        for (Entry entry : entries) {
            if (MessageDigest.isEqual(entry.hash(), hash)) {
                found = Optional.of(entry.operator());
            }
        }
        return found;
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        byte[] secret = new byte[TOKEN_OCTETS];
        random.nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        String text =
                "# Who may use the management API: NAME ROLE TOKEN, one operator a line.\n"
                        + "# ROLE is read, operate or admin; TOKEN is the token or sha256: and its hash in hex.\n"
                        + LOCAL
                        + " admin "
                        + token
                        + "\n";
        Set<StandardOpenOption> fresh =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (OutputStream out =
                Channels.newOutputStream(Files.newByteChannel(file, fresh, ownerOnly()))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        if (!posix()) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    private static boolean openToAll(Path file) throws IOException {
        return posix()
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static Tokens parse(Path file, List<String> lines) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                entries.add(entry(file, i + 1, line.split("\\s+")));
            }
        }
        if (entries.stream().map(Entry::operator).map(Operator::name).distinct().count()
                != entries.size()) {
            throw bad(file, 0, "two lines have one name; give each operator one token", null);
        }
        return new Tokens(entries);
    }

    private static Entry entry(Path file, int line, String[] words) {
        if (words.length != 3) {
            throw bad(file, line, "a line has three words; write NAME ROLE TOKEN", null);
        }
        if (!words[0].matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")) {
            throw bad(
                    file, line, "a name has 1 to 64 of A-Z, a-z, 0-9, '.', '_', '@' and '-'", null);
        }
        Role role =
                Role.find(words[1])
                        .orElseThrow(() ->
                                bad(
                                        file,
                                        line,
                                        "the role is not known; write read, operate or admin",
                                        null));
        Operator operator = new Operator(words[0], role);
        if (words[2].startsWith(HASH)) {
            String hex = words[2].substring(HASH.length());
            if (!hex.matches("[0-9a-fA-F]{64}")) {
                throw bad(file, line, "a hash has 64 hexadecimal digits", null);
            }
            return new Entry(operator, HexFormat.of().parseHex(hex), Optional.empty());
        }
        if (words[2].length() < SHORTEST) {
            throw bad(
                    file,
                    line,
                    "the token is too short; use at least " + SHORTEST + " characters",
                    null);
        }
        return new Entry(operator, hash(words[2]), Optional.of(words[2]));
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static GatewayException bad(
            Path file, int line, String what, @Nullable Exception cause) {
        String place = line == 0 ? file.toString() : file + ":" + line;
        String message = place + ": " + what;
        return cause == null
                ? new GatewayException(ErrorCode.BAD_CONFIGURATION, message)
                : new GatewayException(ErrorCode.BAD_CONFIGURATION, message, cause);
    }
}
