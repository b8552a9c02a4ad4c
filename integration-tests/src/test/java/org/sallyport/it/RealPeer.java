package org.sallyport.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/**
 * The real programs that tests talk to. Where one is missing its tests are skipped, loudly; under
 * CI they fail.
 */
enum RealPeer {
    PROSODY("prosody", "/usr/bin/prosody"),
    SIPP("sipp", "/usr/bin/sipp"),
    KAMAILIO("kamailio", "/usr/sbin/kamailio");

    private final String token;
    private final Path program;

    RealPeer(String token, String program) {
        this.token = token;
        this.program = Path.of(program);
    }

    /** Where the program is. */
    Path program() {
        return program;
    }

    /**
     * Skips the test if the program is missing, unless {@code SALLYPORT_REQUIRE_PEERS} names it.
     */
    void need() {
        if (Files.isExecutable(program)) {
            return;
        }
        String required = System.getenv().getOrDefault("SALLYPORT_REQUIRE_PEERS", "");
        if (Arrays.asList(required.split(",")).contains(token)) {
            throw new AssertionError(
                    program + " is missing, but SALLYPORT_REQUIRE_PEERS asks for it");
        }
        System.err.println(
                "!!! SKIPPED: " + program + " is not installed; this test needs the real " + token);
        Assumptions.abort(program + " is not installed");
    }
}
