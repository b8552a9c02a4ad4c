package org.sallyport.core.config;

import java.nio.file.Path;
import java.util.Optional;
import org.sallyport.api.config.Default;
import org.sallyport.api.config.Doc;
import org.sallyport.api.config.HostPort;

/**
 * The section {@code management:}.
 *
 * @param listen where the management API listens
 * @param tokens the file with the operators' tokens
 */
@Doc("The management API (HTTP and JSON)")
public record ManagementSettings(
        @Doc("Address and port; keep it on loopback") @Default("127.0.0.1:9480") HostPort listen,
        @Doc("File with the operators' tokens and roles; default: tokens in the data directory")
                Optional<Path> tokens) {
    /** What a file that says nothing means. */
    public static ManagementSettings defaults() {
        return new ManagementSettings(new HostPort("127.0.0.1", 9480), Optional.empty());
    }
}
