package io.proxima.server;

import java.time.Duration;

/**
 * How TCP is listened to (RFC 7766).
 *
 * @param idleTimeout how long a connection may stay without completing a message or taking a response; at least 10 ms
 * @param maxConnections connections over all addresses
 * @param maxConnectionsPerClient connections of one IPv4 address or one IPv6 /64
 * @param threads event loops that share each address
 */
public record TcpSettings(Duration idleTimeout, int maxConnections, int maxConnectionsPerClient, int threads) {
    /** Ten seconds, 2,000 connections, 100 of them from one client, two event loops. */
    public static final TcpSettings DEFAULT = new TcpSettings(Duration.ofSeconds(10), 2_000, 100, 2);

    public TcpSettings {
        if (idleTimeout.toMillis() < 10) {
            throw new IllegalArgumentException("the idle timeout of TCP is " + idleTimeout + "; 10 ms is the least");
        }
        if (maxConnections < 1 || maxConnectionsPerClient < 1 || threads < 1) {
            throw new IllegalArgumentException("TCP needs at least one connection, one a client, and one thread");
        }
    }
}
