import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/** The calls of the Linux C library that AF_XDP takes; of one thread. Numbers are those of {@code linux/if_xdp.h} and {@code bpf.h}. */
@SuppressWarnings("restricted")
final class XdpKernel {
    static final int AF_XDP = 44;
    static final int SOL_XDP = 283;
    static final int BPF_MAP_CREATE = 0;
    static final int BPF_MAP_UPDATE_ELEM = 2;
    static final int BPF_PROG_LOAD = 5;
    static final int BPF_LINK_CREATE = 28;

    private static final int SOCK_RAW = 3;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x8001;
    private static final long SYS_BPF = System.getProperty("os.arch").equals("aarch64") ? 280 : 321;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final StructLayout STATE = Linker.Option.captureStateLayout();

    private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            call("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle MMAP =
            call("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle INDEX = call("if_nametoindex", JAVA_INT, ADDRESS);
    private static final MethodHandle BPF = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
            CAPTURE,
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle SENDTO = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("sendto"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle POLL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("poll"),
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));

    private final Arena arena;
    private final MemorySegment state;

    XdpKernel(Arena arena) {
        this.arena = arena;
        state = arena.allocate(STATE);
    }

    int socket() throws IOException {
        try {
            return checked("socket(AF_XDP)", (int) SOCKET.invokeExact(state, AF_XDP, SOCK_RAW, 0));
        } catch (Throwable thrown) {
            throw passed(thrown);
        }
    }

    void set(int fd, int option, MemorySegment value) throws IOException {
        try {
            checked(
                    "setsockopt(SOL_XDP, " + option + ")",
                    (int) SETSOCKOPT.invokeExact(state, fd, SOL_XDP, option, value, (int) value.byteSize()));
        } catch (Throwable thrown) {
            throw passed(thrown);
        }
    }

    void get(int fd, int option, MemorySegment value) throws IOException {
        try {
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
            checked(
                    "getsockopt(SOL_XDP, " + option + ")",
                    (int) GETSOCKOPT.invokeExact(state, fd, SOL_XDP, option, value, length));
        } catch (Throwable thrown) {
            throw passed(thrown);
        }
    }

    void bind(int fd, MemorySegment address) throws IOException {
        try {
            checked("bind", (int) BIND.invokeExact(state, fd, address, (int) address.byteSize()));
        } catch (Throwable thrown) {
            throw passed(thrown);
        }
    }

    /** Maps what the kernel shares of a socket at an offset. */
    MemorySegment map(int fd, long offset, long octets) throws IOException {
        try {
            long at = (long) MMAP.invokeExact(state, 0L, octets, PROT_READ_WRITE, MAP_SHARED_POPULATE, fd, offset);
            checked("mmap", at == -1 ? -1 : 0);
            return MemorySegment.ofAddress(at).reinterpret(octets);
        } catch (Throwable thrown) {
            throw passed(thrown);
        }
    }

    int interfaceIndex(String name) throws IOException {
        try {
            int index = (int) INDEX.invokeExact(state, arena.allocateFrom(name));
            return checked(name, index == 0 ? -1 : index);
        } catch (Throwable thrown) {
            throw passed(thrown);
        }
    }

    int bpf(int command, MemorySegment attributes) throws IOException {
        try {
            return checked(
                    "bpf(" + command + ")",
                    (int) (long) BPF.invokeExact(state, SYS_BPF, command, attributes, (int) attributes.byteSize()));
        } catch (Throwable thrown) {
            throw passed(thrown);
        }
    }

    /** Has the kernel send what is in the ring; what is still there afterwards it did not take. */
    static void kick(int fd) {
        try {
            long _ = (long) SENDTO.invokeExact(fd, 0L, 0L, MSG_DONTWAIT, 0L, 0);
        } catch (Throwable thrown) {
            throw new AssertionError("a downcall throws nothing of its own", thrown);
        }
    }

    /** Waits until one of the descriptors is ready, or a signal comes. */
    static void poll(MemorySegment descriptors) {
        try {
            int _ = (int) POLL.invokeExact(descriptors.address(), 1L, -1);
        } catch (Throwable thrown) {
            throw new AssertionError("a downcall throws nothing of its own", thrown);
        }
    }

    private int checked(String what, int returned) throws IOException {
        if (returned < 0) {
            throw new IOException(what + ": error " + state.get(JAVA_INT, 0));
        }
        return returned;
    }

    private static IOException passed(Throwable thrown) {
        return thrown instanceof IOException expected ? expected : new IOException("a downcall failed", thrown);
    }

    private static MethodHandle call(String symbol, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(symbol), FunctionDescriptor.of(result, arguments), CAPTURE);
    }
}
