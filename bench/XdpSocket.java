import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An AF_XDP socket of the first queue of an interface, and the program in the interface's driver that hands it the datagrams to
 * a port. Everything else goes the way that it always goes. Both end with the process.
 */
final class XdpSocket {
    /** Room for what an interface of 1,500 octets takes, and for 256 that the kernel keeps free before it. */
    static final int FRAME_OCTETS = 2048;

    private static final int FRAMES = 2048;
    private static final int XDP_MMAP_OFFSETS = 1;
    private static final int XDP_RX_RING = 2;
    private static final int XDP_TX_RING = 3;
    private static final int XDP_UMEM_REG = 4;
    private static final int XDP_UMEM_FILL_RING = 5;
    private static final int XDP_UMEM_COMPLETION_RING = 6;
    private static final long TX_AT = 0x8000_0000L;
    private static final long FILL_AT = 0x1_0000_0000L;
    private static final long COMPLETION_AT = 0x1_8000_0000L;
    private static final int RING_OFFSETS = 32;
    private static final short XDP_COPY_AND_NEED_WAKEUP = 2 | 8;
    private static final int BPF_MAP_TYPE_XSKMAP = 17;
    private static final int BPF_PROG_TYPE_XDP = 6;
    private static final int BPF_XDP = 37;
    private static final int XDP_FLAGS_DRV_MODE = 4;
    private static final short POLLIN = 1;

    final MemorySegment frames;
    final XdpRing fill;
    final XdpRing completion;
    final XdpRing received;
    final XdpRing outgoing;

    private final XdpKernel kernel;
    private final Arena arena;
    private final int fd;
    private final MemorySegment polled;

    XdpSocket(Arena arena, String device, int port) throws IOException {
        this.arena = arena;
        kernel = new XdpKernel(arena);
        fd = kernel.socket();
        frames = arena.allocate((long) FRAMES * FRAME_OCTETS, 4096);
        MemorySegment memory = arena.allocate(32, 8);
        memory.set(JAVA_LONG, 0, frames.address());
        memory.set(JAVA_LONG, 8, frames.byteSize());
        memory.set(JAVA_INT, 16, FRAME_OCTETS);
        kernel.set(fd, XDP_UMEM_REG, memory);
        MemorySegment size = arena.allocateFrom(JAVA_INT, FRAMES);
        for (int ring : new int[] {XDP_UMEM_FILL_RING, XDP_UMEM_COMPLETION_RING, XDP_RX_RING, XDP_TX_RING}) {
            kernel.set(fd, ring, size);
        }
        MemorySegment offsets = arena.allocate(4 * RING_OFFSETS, 8);
        kernel.get(fd, XDP_MMAP_OFFSETS, offsets);
        received = ring(offsets, 0, 0, XdpRing.DESCRIPTOR_OCTETS, false);
        outgoing = ring(offsets, 1, TX_AT, XdpRing.DESCRIPTOR_OCTETS, true);
        fill = ring(offsets, 2, FILL_AT, XdpRing.ADDRESS_OCTETS, true);
        completion = ring(offsets, 3, COMPLETION_AT, XdpRing.ADDRESS_OCTETS, false);
        for (int i = 0; i < FRAMES; i++) {
            fill.put((long) i * FRAME_OCTETS);
        }
        fill.publish();
        int index = kernel.interfaceIndex(device);
        MemorySegment address = arena.allocate(16, 8);
        address.set(JAVA_SHORT, 0, (short) XdpKernel.AF_XDP);
        address.set(JAVA_SHORT, 2, XDP_COPY_AND_NEED_WAKEUP);
        address.set(JAVA_INT, 4, index);
        kernel.bind(fd, address);
        attach(index, port);
        polled = arena.allocate(8, 8);
        polled.set(JAVA_INT, 0, fd);
        polled.set(JAVA_SHORT, 4, POLLIN);
    }

    /** Waits until something has come. */
    void await() {
        XdpKernel.poll(polled);
    }

    /** Has the kernel send what was put into the outgoing ring. */
    void send() {
        outgoing.publish();
        // A call sends 32 at most; where it sends none the interface takes no more, and they leave with the next batch.
        int room = outgoing.available();
        while (room < FRAMES) {
            XdpKernel.kick(fd);
            int now = outgoing.available();
            if (now == room) {
                return;
            }
            room = now;
        }
    }

    private XdpRing ring(MemorySegment offsets, int place, long at, int entryOctets, boolean producing)
            throws IOException {
        MemorySegment layout = offsets.asSlice((long) place * RING_OFFSETS, RING_OFFSETS);
        long octets = layout.get(JAVA_LONG, 16) + (long) FRAMES * entryOctets;
        return new XdpRing(kernel.map(fd, at, octets), layout, FRAMES, entryOctets, producing);
    }

    private void attach(int index, int port) throws IOException {
        MemorySegment map = arena.allocate(64, 8);
        map.set(JAVA_INT, 0, BPF_MAP_TYPE_XSKMAP);
        map.set(JAVA_INT, 4, Integer.BYTES);
        map.set(JAVA_INT, 8, Integer.BYTES);
        map.set(JAVA_INT, 12, 1);
        int sockets = kernel.bpf(XdpKernel.BPF_MAP_CREATE, map);

        MemorySegment entry = arena.allocate(32, 8);
        entry.set(JAVA_INT, 0, sockets);
        entry.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_INT, 0).address());
        entry.set(JAVA_LONG, 16, arena.allocateFrom(JAVA_INT, fd).address());
        kernel.bpf(XdpKernel.BPF_MAP_UPDATE_ELEM, entry);

        long[] instructions = XdpProgram.instructions(port, sockets);
        MemorySegment program = arena.allocate(128, 8);
        program.set(JAVA_INT, 0, BPF_PROG_TYPE_XDP);
        program.set(JAVA_INT, 4, instructions.length);
        program.set(JAVA_LONG, 8, arena.allocateFrom(JAVA_LONG, instructions).address());
        program.set(JAVA_LONG, 16, arena.allocateFrom("Apache-2.0").address());
        program.set(JAVA_INT, 68, BPF_XDP);
        int loaded = kernel.bpf(XdpKernel.BPF_PROG_LOAD, program);

        MemorySegment link = arena.allocate(64, 8);
        link.set(JAVA_INT, 0, loaded);
        link.set(JAVA_INT, 4, index);
        link.set(JAVA_INT, 8, BPF_XDP);
        link.set(JAVA_INT, 12, XDP_FLAGS_DRV_MODE);
        kernel.bpf(XdpKernel.BPF_LINK_CREATE, link);
    }
}
