package org.sallyport.core.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.GatewayException;

class TokensTest {
    private static final String TOKEN = "0123456789abcdefghijklmn";

    @TempDir Path folder;

    @Test
    void makesAFileForItsOwnerOnlyAndKeepsIt() throws IOException {
        Path file = folder.resolve("data/tokens");
        String first = Tokens.readOrCreate(file, new SecureRandom()).clear().orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(first).hasSize(43);
        Tokens again = Tokens.readOrCreate(file, new SecureRandom());
        assertThat(again.clear()).contains(first);
        assertThat(again.find(first)).contains(new Operator("local", Role.ADMIN));
    }

    @Test
    void knowsTokensByTheirHash() throws IOException {
        // printf %s 0123456789abcdefghijklmn | sha256sum
        String hash = "d5ea2aa9223ac1fa43ccec70b30962690fcfc6686857f99a0c4b2963cf8bee4b";
        Tokens hashed = Tokens.read(file("carol read sha256:" + hash));
        assertThat(hashed.clear()).isEmpty();
        assertThat(hashed.find(TOKEN)).contains(new Operator("carol", Role.READ));
        assertThat(hashed.find(hash)).isEmpty();
        Tokens clear = Tokens.read(file("carol operate " + TOKEN + "\n# nobody\n\n"));
        assertThat(clear.find(TOKEN)).contains(new Operator("carol", Role.OPERATE));
        assertThat(clear.find(TOKEN + "x")).isEmpty();
        assertThat(clear.find("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "carol read",
                "carol root 0123456789abcdefghijklmn",
                "carol read short",
                "carol read sha256:12",
                "ca/rol read 0123456789abcdefghijklmn",
                "c read 0123456789abcdefghijklmn\nc admin 0123456789abcdefghijklmnop"
            })
    void refusesWhatItDoesNotUnderstandWithoutQuotingIt(String text) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> Tokens.read(file))
                .isInstanceOf(GatewayException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageNotContaining("0123456789");
    }

    @Test
    void refusesAFileThatEverybodyMayRead() throws IOException {
        Path file = file("carol read " + TOKEN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> Tokens.read(file)).hasMessageContaining("chmod 600");
    }

    private Path file(String text) throws IOException {
        Path file = folder.resolve("tokens");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
