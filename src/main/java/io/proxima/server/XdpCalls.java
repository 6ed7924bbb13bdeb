package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
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

    private static final long SYS_BPF = Libc.X86 ? 321 : 280;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x8001;
    private static final int ENOMEM = 12;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle MMAP =
            plain("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MUNMAP = plain("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SENDTO =
            plain("sendto", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle POLL = plain("poll", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private final Arena arena;
    private final Libc libc;

    XdpCalls(Arena arena) {
        this.arena = arena;
        libc = new Libc(arena);
    }

    /** Reads an option of an AF_XDP socket into {@code value}. */
    int option(int fd, int option, MemorySegment value) {
        return libc.getsockopt(fd, SOL_XDP, option, value, arena.allocateFrom(JAVA_INT, (int) value.byteSize()));
    }

    int bpf(int command, MemorySegment attributes) {
        return libc.syscall(SYS_BPF, command, attributes.address(), attributes.byteSize());
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

    private static MethodHandle plain(String symbol, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(symbol), FunctionDescriptor.of(result, arguments));
    }

    private static AssertionError unexpected(Throwable thrown) {
        return new AssertionError("a downcall throws nothing of its own", thrown);
    }
}
