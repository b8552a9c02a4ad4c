package org.sallyport.api.config;

import java.util.Optional;

/**
 * One way to reach a peer: {@code dns} (SRV records of its domain) or a fixed {@code host:port}.
 *
 * @param address the fixed address, or empty for {@code dns}
 */
public record Connect(Optional<HostPort> address) {
    /** By the records of the domain. */
    public static final Connect DNS = new Connect(Optional.empty());

    /**
     * @throws IllegalArgumentException if it is neither {@code dns} nor {@code host:port}
     */
    public static Connect parse(String text) {
        if (text.equals("dns")) {
            return DNS;
        }
        try {
            return new Connect(Optional.of(HostPort.parse(text)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("write dns or host:port (" + e.getMessage() + ")");
        }
    }

    @Override
    public String toString() {
        return address.map(HostPort::toString).orElse("dns");
    }
}
