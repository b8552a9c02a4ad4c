package org.sallyport.simulator.edge;

/** A rate limit that allows one second's worth at once. Not thread-safe. */
final class TokenBucket {
    private static final double SECOND = 1e9;

    private final int perSecond;
    private double tokens;
    private long last;

    TokenBucket(int perSecond, long now) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.last = now;
    }

    boolean take(long now) {
        tokens = Math.min(perSecond, tokens + (now - last) / SECOND * perSecond);
        last = now;
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }
}
