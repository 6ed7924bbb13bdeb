package io.proxima.config;

import java.time.Duration;

/**
 * How TCP is served.
 *
 * @param connections over all addresses, 1 to 1,000,000; each takes a file descriptor
 * @param perClient connections of one IPv4 address or one IPv6 /64
 * @param idle how long a connection may stay without a query, 1 s to 1 h
 */
public record TcpLimits(int connections, int perClient, Duration idle) {
    static final TcpLimits DEFAULT = new TcpLimits(2_000, 100, Duration.ofSeconds(10));
    private static final int MOST_CONNECTIONS = 1_000_000;

    public TcpLimits {
        requireWithin("connections", connections);
        requireWithin("per-client", perClient);
        if (idle.compareTo(Duration.ofSeconds(1)) < 0 || idle.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("must have idle of 1s to 1h");
        }
    }

    private static void requireWithin(String key, int count) {
        if (count < 1 || count > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("must have " + key + " of 1 to " + MOST_CONNECTIONS + ", not " + count);
        }
    }
}
