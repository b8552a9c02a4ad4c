package org.sallyport.core.config;

import java.util.List;
import org.sallyport.api.config.Doc;
import org.sallyport.api.config.HostPort;

/**
 * The section {@code dns:}.
 *
 * @param servers the servers to ask; empty for those of the system
 */
@Doc("How names are looked up")
public record DnsSettings(
        @Doc("Servers to ask instead of the system's, as address:port; the hosts file still counts")
                List<HostPort> servers) {
    /** Copies what it is given. */
    public DnsSettings {
        servers = List.copyOf(servers);
    }

    /** What a file that says nothing means. */
    public static DnsSettings defaults() {
        return new DnsSettings(List.of());
    }
}
