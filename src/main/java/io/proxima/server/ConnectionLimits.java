package io.proxima.server;

import io.proxima.net.Prefix;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many TCP connections there are, in total and per client: an IPv4 address or an IPv6 /64. Safe for any thread. */
final class ConnectionLimits {
    private static final int IPV6_CLIENT_BITS = 64;

    private final int most;
    private final int mostPerClient;
    private final Map<Prefix, Integer> perClient = new HashMap<>();
    private int connections;

    ConnectionLimits(int most, int mostPerClient) {
        this.most = most;
        this.mostPerClient = mostPerClient;
    }

    /** Counts a connection in, where a limit does not forbid it. */
    synchronized boolean admit(InetAddress address) {
        Prefix client = client(address);
        int already = perClient.getOrDefault(client, 0);
        if (connections >= most || already >= mostPerClient) {
            return false;
        }
        connections++;
        perClient.put(client, already + 1);
        return true;
    }

    /** Counts an admitted connection out. */
    synchronized void release(InetAddress address) {
        connections--;
        perClient.computeIfPresent(client(address), (client, count) -> count == 1 ? null : count - 1);
    }

    private static Prefix client(InetAddress address) {
        Prefix host = Prefix.of(address);
        return host.ipv6() ? Prefix.masked(true, host.high(), host.low(), IPV6_CLIENT_BITS) : host;
    }
}
