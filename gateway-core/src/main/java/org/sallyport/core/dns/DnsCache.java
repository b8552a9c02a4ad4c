package org.sallyport.core.dns;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers for their time to live, at most five minutes; the least used one goes first.
 * Thread-safe.
 */
final class DnsCache<V> {
    private static final int MOST = 10_000;
    private static final int LONGEST_SECONDS = 300;

    private final InstantSource clock;
    private final Map<String, Kept<V>> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kept<V>> eldest) {
                    return size() > MOST;
                }
            };

    private record Kept<V>(V value, Instant until) {}

    DnsCache(InstantSource clock) {
        this.clock = clock;
    }

    synchronized @Nullable V get(String key) {
        Kept<V> found = kept.get(key);
        if (found == null) {
            return null;
        }
        if (!clock.instant().isBefore(found.until())) {
            kept.remove(key);
            return null;
        }
        return found.value();
    }

    synchronized void put(String key, V value, int seconds) {
        if (seconds > 0) {
            kept.put(
                    key,
                    new Kept<>(
                            value,
                            clock.instant().plusSeconds(Math.min(seconds, LONGEST_SECONDS))));
        }
    }
}
