package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * A ring that we and the kernel share: one puts descriptors in and moves the producer, the other takes them out and moves the
 * consumer. Both only count up; a place is the count modulo the size, a power of two.
 */
final class XdpRing {
    /** Octets of an entry of the receive and send rings: the frame's address, its length, options; the others have the address. */
    static final int DESCRIPTOR_OCTETS = 16;

    static final int ADDRESS_OCTETS = 8;

    /** Where {@code struct xdp_ring_offset} says where the entries are. */
    static final long ENTRIES = 16;

    private static final VarHandle INDEX = JAVA_INT.varHandle();

    private final MemorySegment memory;
    private final long ours;
    private final long theirs;
    private final long entries;
    private final int entryOctets;
    private final int size;
    private final boolean producing;
    private int next;

    /**
     * @param layout where the producer, the consumer and the entries are in {@code memory}: {@code struct xdp_ring_offset}
     * @param producing whether we are the producer
     */
    XdpRing(MemorySegment memory, MemorySegment layout, int size, int entryOctets, boolean producing) {
        this.memory = memory;
        this.size = size;
        this.entryOctets = entryOctets;
        this.producing = producing;
        ours = layout.get(JAVA_LONG, producing ? 0 : 8);
        theirs = layout.get(JAVA_LONG, producing ? 8 : 0);
        entries = layout.get(JAVA_LONG, ENTRIES);
    }

    /** How many entries we may take out, or put in. */
    int available() {
        int there = (int) INDEX.getAcquire(memory, theirs);
        return producing ? size - (next - there) : there - next;
    }

    /** The address in the next entry. */
    long address() {
        return memory.get(JAVA_LONG, at());
    }

    /** The length in the next entry. */
    int length() {
        return memory.get(JAVA_INT, at() + 8);
    }

    void skip() {
        next++;
    }

    void put(long address) {
        memory.set(JAVA_LONG, at(), address);
        next++;
    }

    void put(long address, int length) {
        memory.set(JAVA_INT, at() + 8, length);
        memory.set(JAVA_INT, at() + 12, 0);
        put(address);
    }

    /** Lets the kernel see what we took out or put in. */
    void publish() {
        INDEX.setRelease(memory, ours, next);
    }

    private long at() {
        return entries + (long) (next & size - 1) * entryOctets;
    }
}
