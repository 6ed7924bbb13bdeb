package io.proxima.server;

import io.proxima.net.ClientAddress;
import io.proxima.net.Prefix;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Socket addresses as the listeners read and write them. */
final class Addresses {
    private Addresses() {}

    /** {@code 127.0.0.1:5300} or {@code [::1]:5300}; {@code eth0} where there is a name alone. */
    static String text(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return address.getHostString() + (address.getPort() == 0 ? "" : ":" + address.getPort());
        }
        String host = address.getAddress().getHostAddress();
        return (ipv6(address) ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    static boolean ipv6(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address;
    }

    static String family(InetSocketAddress address) {
        return ipv6(address) ? "IPv6" : "IPv4";
    }

    static boolean wildcard(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress();
    }

    /**
     * Whether Vert.x, whose IPv6 sockets take both families, already serves this address through {@code [::]} of the
     * same port among {@code all}.
     */
    static boolean coveredByDualStack(InetSocketAddress address, List<InetSocketAddress> all) {
        return !ipv6(address)
                && wildcard(address)
                && all.stream()
                        .anyMatch(other -> ipv6(other) && wildcard(other) && other.getPort() == address.getPort());
    }

    /** Fills {@code client} with an address that Vert.x gave as text. */
    static void fill(ClientAddress client, InetAddress address) {
        client.set(Prefix.of(address));
    }
}
