package org.sallyport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static Options read(String... arguments) {
        return Options.read(arguments, Path.of("home"), Path.of("work"));
    }

    @Test
    void hasOptionsInAnyOrder() {
        Options options = read("--output", "json", "--seconds", "3", "--conversations", "100");
        assertThat(options.conversations()).isEqualTo(100);
        assertThat(options.length()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.json()).isTrue();
        assertThat(options.subjects()).containsExactly("gateway", "relay");
    }

    @Test
    void aWindowIsNeverWiderThanThereAreConversations() {
        assertThat(read("--conversations", "10").window()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--runs", "--runs x", "--runs 0", "--only me", "--output xml", "--faster"})
    void refusesWhatItDoesNotUnderstand(String line) {
        assertThatThrownBy(() -> read(line.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
