package io.proxima.probe;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteOrder;

/**
 * The calls of the Linux C library that a {@link Pinger} makes, with its constants, which are alike on x86_64 and aarch64.
 *
 * <p>One instance a thread: it owns the memory where {@code errno} is captured. Each call returns what C returns, or the
 * error number negated.
 */
final class Kernel {
    static final int EACCES = 13;
    static final int EAGAIN = 11;
    static final int POLL_ENTRY_OCTETS = 8;
    static final short POLLIN = 1;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;
    private static final int EFD_NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    private static final int SOCKADDR_IN_OCTETS = 16;
    private static final int SOCKADDR_IN6_OCTETS = 28;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT = call("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SEND = call("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV = call("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle READ = call("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle POLL = call("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD = call("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD_WRITE = call("eventfd_write", JAVA_INT, JAVA_INT, JAVA_LONG);

    private final MemorySegment state = Arena.ofAuto().allocate(STATE);

    /** Whether there is such a library. */
    static boolean isLinux() {
        return System.getProperty("os.name", "").equals("Linux");
    }

    /** A socket that sends echo requests and receives their replies, and never blocks. */
    int pingSocket(boolean ipv6) {
        try {
            return result((int) SOCKET.invokeExact(
                    state,
                    ipv6 ? AF_INET6 : AF_INET,
                    SOCK_DGRAM_NONBLOCK_CLOEXEC,
                    ipv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    int bind(int fd, InetAddress address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment socketAddress = socketAddress(arena, address);
            return result((int) BIND.invokeExact(state, fd, socketAddress, (int) socketAddress.byteSize()));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    int connect(int fd, InetAddress address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment socketAddress = socketAddress(arena, address);
            return result((int) CONNECT.invokeExact(state, fd, socketAddress, (int) socketAddress.byteSize()));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    int send(int fd, byte[] octets) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, octets);
            return result((int) (long) SEND.invokeExact(state, fd, copy, copy.byteSize(), 0));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    int receive(int fd, MemorySegment into) {
        try {
            return result((int) (long) RECV.invokeExact(state, fd, into, into.byteSize(), 0));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Takes back what {@link #signal} did. */
    int drain(int eventfd, MemorySegment into) {
        try {
            return result((int) (long) READ.invokeExact(state, eventfd, into, into.byteSize()));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Waits without end for one of the descriptors. */
    int poll(MemorySegment entries, long count) {
        try {
            return result((int) POLL.invokeExact(state, entries, count, -1));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    int close(int fd) {
        try {
            return result((int) CLOSE.invokeExact(state, fd));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** A descriptor that turns readable once {@link #signal} was called on it. */
    int eventfd() {
        try {
            return result((int) EVENTFD.invokeExact(state, 0, EFD_NONBLOCK_CLOEXEC));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    int signal(int eventfd) {
        try {
            return result((int) EVENTFD_WRITE.invokeExact(state, eventfd, 1L));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** An error number in words. */
    static String text(int errno) {
        return switch (errno) {
            case 1, EACCES -> "permission denied";
            case 24, 23 -> "too many open files";
            case 97, 93 -> "no such protocol here";
            case 99 -> "no such address here";
            case 101 -> "network unreachable";
            case 111 -> "refused";
            case 113 -> "no route to host";
            default -> "system error " + errno;
        };
    }

    private static MemorySegment socketAddress(Arena arena, InetAddress address) {
        boolean ipv6 = address instanceof Inet6Address;
        MemorySegment segment = arena.allocate(ipv6 ? SOCKADDR_IN6_OCTETS : SOCKADDR_IN_OCTETS, 8);
        segment.set(ValueLayout.JAVA_SHORT.withOrder(ByteOrder.nativeOrder()), 0, (short) (ipv6 ? AF_INET6 : AF_INET));
        MemorySegment.copy(address.getAddress(), 0, segment, ValueLayout.JAVA_BYTE, ipv6 ? 8 : 4, ipv6 ? 16 : 4);
        return segment;
    }

    private int result(int returned) {
        return returned >= 0 ? returned : -state.get(ValueLayout.JAVA_INT, ERRNO);
    }

    private static MethodHandle call(String symbol, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(symbol), FunctionDescriptor.of(result, arguments), CAPTURE_ERRNO);
    }

    private static AssertionError unexpected(Throwable thrown) {
        return new AssertionError("a downcall throws nothing of its own", thrown);
    }
}
