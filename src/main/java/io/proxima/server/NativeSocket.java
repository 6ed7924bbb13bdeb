package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/**
 * Opens UDP sockets of Linux.
 *
 * <p>Nothing is sent in fragments, of which somebody could replace the second with a forged one (RFC 9715): responses are short
 * enough for nearly every path, the kernel believes no ICMP message that claims a smaller MTU for one, and over IPv4 they say
 * that no router shall fragment them ({@code IP_PMTUDISC_PROBE}). Where a path is narrower than they are long they are lost,
 * and the client asks again by TCP. That saves the kernel the work of an identification for each packet besides.
 */
final class NativeSocket {
    /**
     * Some five thousand queries, since the kernel grants the double and charges some 830 octets for a small one: as many as come
     * at full load while a thread is not scheduled for 20 ms. In an overload it is what a query waits at most: whoever asked
     * longer ago would be told what he soon asks again. What comes to a full buffer the kernel drops, before it costs the server
     * anything.
     */
    private static final int RECEIVE_BUFFER_OCTETS = 2 << 20;

    private static final int SEND_BUFFER_OCTETS = 2 << 20;
    /** How long a thread waits for a message before it looks whether it shall end, should nothing have told it. */
    private static final long LOOK_UP_SECONDS = 1;

    private static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private NativeSocket() {}

    /**
     * Opens a bound socket.
     *
     * <p>The first socket of an address is bound before it lets others share its port: so it fails where another server
     * is already there, instead of taking half of that server's queries away.
     *
     * @param first whether it is the first that this process binds to the address
     * @return the descriptor
     * @throws ListenException if there is none; nothing stays open
     */
    static int open(InetSocketAddress address, boolean first) throws ListenException {
        try (Arena arena = Arena.ofConfined()) {
            Libc libc = new Libc(arena);
            boolean ipv6 = Addresses.ipv6(address);
            int fd = libc.socket(ipv6 ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC);
            if (fd < 0) {
                throw ListenException.ofErrno(address, Transport.UDP, -fd);
            }
            int result = bind(libc, arena, fd, address, first);
            if (result < 0) {
                libc.close(fd);
                throw ListenException.ofErrno(address, Transport.UDP, -result);
            }
            return fd;
        }
    }

    private static int bind(Libc libc, Arena arena, int fd, InetSocketAddress address, boolean first) {
        MemorySegment value = arena.allocate(JAVA_INT);
        // The kernel caps what it grants; less is no reason not to serve.
        set(libc, fd, Libc.SOL_SOCKET, Libc.SO_RCVBUF, value, RECEIVE_BUFFER_OCTETS);
        set(libc, fd, Libc.SOL_SOCKET, Libc.SO_SNDBUF, value, SEND_BUFFER_OCTETS);
        MemorySegment timeout = arena.allocate(JAVA_LONG, 2); // struct timeval
        timeout.set(JAVA_LONG, 0, LOOK_UP_SECONDS);
        libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_RCVTIMEO, timeout);
        int result;
        if (Addresses.ipv6(address)) {
            result = set(libc, fd, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, value, 1);
            set(libc, fd, Libc.IPPROTO_IPV6, Libc.IPV6_MTU_DISCOVER, value, Libc.IPV6_PMTUDISC_OMIT);
            if (result >= 0 && Addresses.wildcard(address)) {
                result = set(libc, fd, Libc.IPPROTO_IPV6, Libc.IPV6_RECVPKTINFO, value, 1);
            }
        } else {
            result = set(libc, fd, Libc.IPPROTO_IP, Libc.IP_MTU_DISCOVER, value, Libc.IP_PMTUDISC_PROBE);
            if (Addresses.wildcard(address)) {
                result = set(libc, fd, Libc.IPPROTO_IP, Libc.IP_PKTINFO, value, 1);
            }
        }
        if (result >= 0 && !first) {
            result = set(libc, fd, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, value, 1);
        }
        if (result >= 0) {
            MemorySegment name = arena.allocate(MessageBatch.SOCKADDR_IN6_OCTETS, 8);
            result = libc.bind(fd, name, write(address, name));
        }
        if (result >= 0 && first) {
            result = set(libc, fd, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, value, 1);
        }
        return result;
    }

    private static int set(Libc libc, int fd, int level, int option, MemorySegment value, int number) {
        value.set(JAVA_INT, 0, number);
        return libc.setsockopt(fd, level, option, value);
    }

    /**
     * Writes a {@code sockaddr_in} or {@code sockaddr_in6} and returns its octets.
     *
     * <pre>
     *   sockaddr_in                sockaddr_in6
     *   0  family                  0   family
     *   2  port, network order     2   port, network order
     *   4  address                 4   flow information
     *                              8   address
     *                              24  scope
     * </pre>
     */
    private static int write(InetSocketAddress address, MemorySegment name) {
        byte[] octets = address.getAddress().getAddress();
        name.set(NETWORK_SHORT, 2, (short) address.getPort());
        if (address.getAddress() instanceof Inet6Address ipv6) {
            name.set(JAVA_SHORT, 0, (short) Libc.AF_INET6);
            MemorySegment.copy(octets, 0, name, JAVA_BYTE, 8, octets.length);
            name.set(JAVA_INT, 24, ipv6.getScopeId());
            return MessageBatch.SOCKADDR_IN6_OCTETS;
        }
        name.set(JAVA_SHORT, 0, (short) Libc.AF_INET);
        MemorySegment.copy(octets, 0, name, JAVA_BYTE, 4, octets.length);
        return MessageBatch.SOCKADDR_IN_OCTETS;
    }
}
