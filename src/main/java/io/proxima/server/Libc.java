package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The calls of the Linux C library that a UDP listener makes, with its constants, which are alike on x86_64 and aarch64.
 *
 * <p>One instance a thread: it owns the memory where {@code errno} is captured. Each call returns what C returns, or the
 * error number negated. The two calls a batch allocate nothing, however far the JVM has compiled them: they take addresses as
 * plain numbers, whose memory the caller keeps alive, and do not have {@code errno} captured, for which the JVM makes an
 * object a call wherever the call is not inlined. Where one fails, it is made again by a handle that captures it.
 */
final class Libc {
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_CLOEXEC = 0x80000;

    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_REUSEPORT = 15;
    static final int SO_RCVTIMEO = 20;

    static final int IPPROTO_IP = 0;
    static final int IP_PKTINFO = 8;
    static final int IP_MTU_DISCOVER = 10;
    static final int IP_PMTUDISC_PROBE = 3;

    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_MTU_DISCOVER = 23;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_RECVPKTINFO = 49;
    static final int IPV6_PKTINFO = 50;
    static final int IPV6_PMTUDISC_OMIT = 5;

    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_WAITFORONE = 0x10000;

    static final short POLLOUT = 4;

    private static final int SHUT_RD = 0;
    private static final int PRIO_PROCESS = 0;

    /** Numbers of calls for which older C libraries have no name; those of aarch64 are its own. */
    static final boolean X86 = !System.getProperty("os.arch", "").equals("aarch64");

    private static final long SCHED_SETATTR = X86 ? 314 : 274;
    private static final long SCHED_GETATTR = X86 ? 315 : 275;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));

    /*
     * The JVM generates code for each shape of a call, which takes longer than a start has time for, so all calls have one of
     * two: five arguments in registers, with errno captured or not. Where C takes an int it looks at the register's lower half,
     * and it does not look at registers beyond its own arguments (System V ABI for AMD64 section 3.2.3, AAPCS64 section 6.8.2).
     */
    private static final FunctionDescriptor SHAPE =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SOCKET = call("socket");
    private static final MethodHandle SETSOCKOPT = call("setsockopt");
    private static final MethodHandle GETSOCKOPT = call("getsockopt");
    private static final MethodHandle BIND = call("bind");
    private static final MethodHandle RECEIVE = plain("recvmmsg");
    private static final MethodHandle SEND = plain("sendmmsg");
    private static final MethodHandle RECVMMSG = call("recvmmsg");
    private static final MethodHandle SENDMMSG = call("sendmmsg");
    private static final MethodHandle POLL = call("poll");
    private static final MethodHandle CLOSE = call("close");
    private static final MethodHandle SHUTDOWN = call("shutdown");

    private static final MethodHandle SETPRIORITY = call("setpriority");
    private static final MethodHandle SYSCALL = call("syscall");

    private final MemorySegment state;

    /** Calls from the thread of {@code arena}. */
    Libc(Arena arena) {
        state = arena.allocate(STATE);
    }

    int socket(int family, int type) {
        try {
            return result((int) SOCKET.invokeExact(state, (long) family, (long) type, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    int setsockopt(int fd, int level, int option, MemorySegment value) {
        try {
            return result((int) SETSOCKOPT.invokeExact(
                    state, (long) fd, (long) level, (long) option, value.address(), value.byteSize()));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Reads an option into {@code value}; {@code length}, an int, says how many octets it has, before and after. */
    int getsockopt(int fd, int level, int option, MemorySegment value, MemorySegment length) {
        try {
            return result((int) GETSOCKOPT.invokeExact(
                    state, (long) fd, (long) level, (long) option, value.address(), length.address()));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    int bind(int fd, MemorySegment address, int octets) {
        try {
            return result((int) BIND.invokeExact(state, (long) fd, address.address(), (long) octets, 0L, 0L));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /**
     * Receives.
     *
     * @param flags {@link #MSG_DONTWAIT}, or {@link #MSG_WAITFORONE} to wait for the first message alone
     */
    int recvmmsg(int fd, long vector, int messages, int flags) {
        try {
            int received = (int) RECEIVE.invokeExact((long) fd, vector, (long) messages, (long) flags, 0L);
            return received >= 0
                    ? received
                    : result((int) RECVMMSG.invokeExact(
                            state, (long) fd, vector, (long) messages, (long) flags | MSG_DONTWAIT, 0L));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    int sendmmsg(int fd, long vector, int messages) {
        try {
            int sent = (int) SEND.invokeExact((long) fd, vector, (long) messages, (long) MSG_DONTWAIT, 0L);
            return sent >= 0
                    ? sent
                    : result((int)
                            SENDMMSG.invokeExact(state, (long) fd, vector, (long) messages, (long) MSG_DONTWAIT, 0L));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Waits for one of the descriptors; without end where {@code timeoutMillis} is negative. */
    int poll(long descriptors, long count, int timeoutMillis) {
        try {
            return result((int) POLL.invokeExact(state, descriptors, count, (long) timeoutMillis, 0L, 0L));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    int close(int fd) {
        try {
            return result((int) CLOSE.invokeExact(state, (long) fd, 0L, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /**
     * Ends the receiving of a socket: who waits for a message on it waits no longer. That the socket has no peer is an error
     * which comes after that.
     */
    int shutdownReceiving(int fd) {
        try {
            return result((int) SHUTDOWN.invokeExact(state, (long) fd, (long) SHUT_RD, 0L, 0L, 0L));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Sets how nice a thread is. */
    int setpriority(int thread, int nice) {
        try {
            return result(
                    (int) SETPRIORITY.invokeExact(state, (long) PRIO_PROCESS, (long) thread, (long) nice, 0L, 0L));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Reads how the calling thread is scheduled, into a {@code sched_attr}. */
    int schedGetattr(MemorySegment attributes) {
        return syscall(SCHED_GETATTR, 0, attributes.address(), attributes.byteSize());
    }

    /** Sets how the calling thread is scheduled, by a {@code sched_attr}. */
    int schedSetattr(MemorySegment attributes) {
        return syscall(SCHED_SETATTR, 0, attributes.address(), 0);
    }

    /** A call that the C library may have no name for, by its number; the fourth argument is 0. */
    int syscall(long number, long first, long second, long third) {
        try {
            return result((int) SYSCALL.invokeExact(state, number, first, second, third, 0L));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private int result(int returned) {
        return returned >= 0 ? returned : -state.get(ValueLayout.JAVA_INT, ERRNO);
    }

    private static MethodHandle plain(String symbol) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(symbol), SHAPE);
    }

    private static MethodHandle call(String symbol) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(symbol), SHAPE, CAPTURE_ERRNO);
    }

    private static AssertionError unexpected(Throwable thrown) {
        return new AssertionError("a downcall throws nothing of its own", thrown);
    }
}
