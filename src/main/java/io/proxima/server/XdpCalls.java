package io.proxima.server;

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
import java.lang.invoke.MethodHandle;

/**
 * The calls of the Linux C library that AF_XDP takes beside {@link Libc}'s, of one thread. Each returns what C returns, or the error
 * number negated. The two calls a batch take plain numbers and leave {@code errno} alone, so that they allocate nothing.
 */
final class XdpCalls {
    static final int AF_XDP = 44;
    static final int SOL_XDP = 283;

    static final int BPF_MAP_CREATE = 0;
    static final int BPF_MAP_UPDATE_ELEM = 2;
    static final int BPF_PROG_LOAD = 5;
    static final int BPF_LINK_CREATE = 28;

    private static final int SYS_BPF_X86_64 = 321;
    private static final int SYS_BPF_AARCH64 = 280;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x8001;
    private static final int ENOMEM = 12;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO = STATE.byteOffset(PathElement.groupElement("errno"));

    private static final MethodHandle GETSOCKOPT = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("getsockopt"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
            CAPTURE_ERRNO);
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
            CAPTURE_ERRNO,
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle MMAP =
            plain("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MUNMAP = plain("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SENDTO =
            plain("sendto", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle POLL = plain("poll", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private final Arena arena;
    private final MemorySegment state;

    XdpCalls(Arena arena) {
        this.arena = arena;
        state = arena.allocate(STATE);
    }

    /** Reads an option of an AF_XDP socket into {@code value}. */
    int option(int fd, int option, MemorySegment value) {
        try {
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
            return result((int) GETSOCKOPT.invokeExact(state, fd, SOL_XDP, option, value, length));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    int bpf(int command, MemorySegment attributes) {
        try {
            long number = System.getProperty("os.arch", "").equals("aarch64") ? SYS_BPF_AARCH64 : SYS_BPF_X86_64;
            long returned = (long) SYSCALL.invokeExact(state, number, command, attributes, (int) attributes.byteSize());
            return result((int) returned);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Maps what the kernel shares of a socket at an offset, as long as the arena lives. */
    MemorySegment map(int fd, long offset, long octets, String device) throws ListenException {
        try {
            long at = (long) MMAP.invokeExact(0L, octets, PROT_READ_WRITE, MAP_SHARED_POPULATE, fd, offset);
            if (at != -1) {
                return MemorySegment.ofAddress(at).reinterpret(octets, arena, XdpCalls::unmap);
            }
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
        throw XdpListener.failed(device, -ENOMEM);
    }

    private static void unmap(MemorySegment mapped) {
        try {
            int returned = (int) MUNMAP.invokeExact(mapped.address(), mapped.byteSize());
            if (returned != 0) {
                throw new AssertionError("what was mapped can be unmapped");
            }
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Has the kernel send what is in the socket's ring; the ring says how much of it was taken. */
    static long kick(int fd) {
        try {
            return (long) SENDTO.invokeExact(fd, 0L, 0L, Libc.MSG_DONTWAIT, 0L, 0);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** Waits until a descriptor is ready, a signal comes, or so many milliseconds have passed. */
    static int poll(long descriptor, int timeoutMillis) {
        try {
            return (int) POLL.invokeExact(descriptor, 1L, timeoutMillis);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private int result(int returned) {
        return returned >= 0 ? returned : -state.get(JAVA_INT, ERRNO);
    }

    private static MethodHandle plain(String symbol, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(symbol), FunctionDescriptor.of(result, arguments));
    }

    private static AssertionError unexpected(Throwable thrown) {
        return new AssertionError("a downcall throws nothing of its own", thrown);
    }
}
