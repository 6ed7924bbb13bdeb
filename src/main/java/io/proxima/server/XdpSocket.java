package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;

/**
 * An AF_XDP socket of one queue of an interface: frames of memory that we share with the kernel, and four rings. A frame is in the
 * {@code fill} ring for the kernel to receive into, comes back in {@code received}, is put into {@code outgoing} to be sent, and
 * comes back in {@code completion}; one that is not answered goes from {@code received} to {@code fill} at once.
 *
 * <p>Of one thread, which closes it; its memory is the arena's.
 */
final class XdpSocket {
    /** Room for the longest frame that the program takes, and for 256 octets that the kernel keeps free before it. */
    static final int FRAME_OCTETS = 2048;

    static final int FRAMES = 2048;

    private static final int XDP_MMAP_OFFSETS = 1;
    private static final int XDP_RX_RING = 2;
    private static final int XDP_TX_RING = 3;
    private static final int XDP_UMEM_REG = 4;
    private static final int XDP_UMEM_FILL_RING = 5;
    private static final int XDP_UMEM_COMPLETION_RING = 6;
    private static final long TX_AT = 0x8000_0000L;
    private static final long FILL_AT = 0x1_0000_0000L;
    private static final long COMPLETION_AT = 0x1_8000_0000L;
    private static final int OFFSETS_OCTETS = 32;
    private static final int SOCK_RAW = 3;
    private static final short XDP_COPY = 2;
    private static final short XDP_USE_NEED_WAKEUP = 8;
    private static final short POLLIN = 1;

    /** How long a thread waits before it looks whether it is to stop. */
    private static final int IDLE_MILLIS = 100;
    /** How long it waits where there is something to be sent or to come back. */
    private static final int UNSENT_MILLIS = 5;

    /** The kernel frees the queue of a socket that was closed only after a while. */
    private static final int LOOKS_FOR_A_FREE_QUEUE = 50;

    private static final long LOOK_AGAIN_NANOS = 10_000_000;

    private final int fd;
    private final MemorySegment frames;
    private final XdpRing fill;
    private final XdpRing completion;
    private final XdpRing received;
    private final XdpRing outgoing;
    private final MemorySegment polled;
    /** Frames put into the outgoing ring that have not come back. */
    private int away;

    private XdpSocket(int fd, Arena arena, String device) throws ListenException {
        this.fd = fd;
        Libc libc = new Libc(arena);
        XdpCalls calls = new XdpCalls(arena);
        frames = arena.allocate((long) FRAMES * FRAME_OCTETS, 4096);
        MemorySegment memory = arena.allocate(32, 8);
        memory.set(JAVA_LONG, 0, frames.address());
        memory.set(JAVA_LONG, 8, frames.byteSize());
        memory.set(JAVA_INT, 16, FRAME_OCTETS);
        set(libc, XDP_UMEM_REG, memory, device);
        MemorySegment size = arena.allocateFrom(JAVA_INT, FRAMES);
        set(libc, XDP_UMEM_FILL_RING, size, device);
        set(libc, XDP_UMEM_COMPLETION_RING, size, device);
        set(libc, XDP_RX_RING, size, device);
        set(libc, XDP_TX_RING, size, device);
        MemorySegment offsets = arena.allocate(4 * OFFSETS_OCTETS, 8);
        XdpListener.checked(device, calls.option(fd, XDP_MMAP_OFFSETS, offsets));
        Mapping mapping = new Mapping(calls, offsets, device);
        received = mapping.ring(0, 0, XdpRing.DESCRIPTOR_OCTETS, false);
        outgoing = mapping.ring(1, TX_AT, XdpRing.DESCRIPTOR_OCTETS, true);
        fill = mapping.ring(2, FILL_AT, XdpRing.ADDRESS_OCTETS, true);
        completion = mapping.ring(3, COMPLETION_AT, XdpRing.ADDRESS_OCTETS, false);
        for (int i = 0; i < FRAMES; i++) {
            fill.put((long) i * FRAME_OCTETS);
        }
        fill.publish();
        polled = arena.allocate(8, 8);
        polled.set(JAVA_INT, 0, fd);
        polled.set(JAVA_SHORT, 4, POLLIN);
    }

    /** A socket bound to a queue; it receives once it is in the map of the interface's program. */
    static XdpSocket open(Arena arena, String device, int index, int queue) throws ListenException {
        Libc libc = new Libc(arena);
        int fd = XdpListener.checked(device, libc.socket(XdpCalls.AF_XDP, SOCK_RAW | Libc.SOCK_CLOEXEC));
        try {
            XdpSocket socket = new XdpSocket(fd, arena, device);
            MemorySegment address = arena.allocate(16, 8);
            address.set(JAVA_SHORT, 0, (short) XdpCalls.AF_XDP);
            address.set(JAVA_SHORT, 2, (short) (XDP_COPY | XDP_USE_NEED_WAKEUP));
            address.set(JAVA_INT, 4, index);
            address.set(JAVA_INT, 8, queue);
            int returned = libc.bind(fd, address, (int) address.byteSize());
            for (int i = 0; i < LOOKS_FOR_A_FREE_QUEUE && returned == -Errno.EBUSY; i++) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
                returned = libc.bind(fd, address, (int) address.byteSize());
            }
            XdpListener.checked(device, returned);
            return socket;
        } catch (ListenException e) {
            libc.close(fd);
            throw e;
        }
    }

    private void set(Libc libc, int option, MemorySegment value, String device) throws ListenException {
        XdpListener.checked(device, libc.setsockopt(fd, XdpCalls.SOL_XDP, option, value));
    }

    /** What it takes to map the rings. */
    private final class Mapping {
        private final XdpCalls calls;
        private final MemorySegment offsets;
        private final String device;

        Mapping(XdpCalls calls, MemorySegment offsets, String device) {
            this.calls = calls;
            this.offsets = offsets;
            this.device = device;
        }

        XdpRing ring(int place, long at, int entryOctets, boolean producing) throws ListenException {
            MemorySegment layout = offsets.asSlice((long) place * OFFSETS_OCTETS, OFFSETS_OCTETS);
            long octets = layout.get(JAVA_LONG, XdpRing.ENTRIES) + (long) FRAMES * entryOctets;
            return new XdpRing(calls.map(fd, at, octets, device), layout, FRAMES, entryOctets, producing);
        }
    }

    int fd() {
        return fd;
    }

    /** The memory of all frames. */
    MemorySegment frames() {
        return frames;
    }

    /** The frames that have come; each is at {@link XdpRing#address} and has {@link XdpRing#length} octets. */
    XdpRing received() {
        return received;
    }

    /** Puts a frame, whose octets begin at an address, among those to be sent. */
    void put(long at, int octets) {
        outgoing.put(at, octets);
        away++;
    }

    /** Gives a frame back, for the kernel to receive into. */
    void free(long at) {
        fill.put(at & -FRAME_OCTETS);
    }

    /** Has the kernel send what was put and takes back what it has sent; returns whether it took all. */
    boolean send() {
        outgoing.publish();
        int room = outgoing.available();
        while (room < FRAMES) { // a call sends 32 at most
            XdpCalls.kick(fd);
            int now = outgoing.available();
            if (now == room) {
                break; // the interface takes no more for now
            }
            room = now;
        }
        for (int back = completion.available(); back > 0; back--) {
            free(completion.address());
            completion.skip();
            away--;
        }
        completion.publish();
        fill.publish();
        return room == FRAMES;
    }

    /** Whether frames are still to be sent or to come back. */
    boolean pending() {
        return away > 0;
    }

    /** Waits until something has come, or a short while. */
    void await() {
        XdpCalls.poll(polled.address(), pending() ? UNSENT_MILLIS : IDLE_MILLIS);
    }
}
