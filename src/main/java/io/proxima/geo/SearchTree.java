package io.proxima.geo;

import com.maxmind.db.InvalidDatabaseException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The search tree of a MaxMind DB: pairs of records of 24, 28 or 32 bits.
 *
 * <pre>
 * 28 bits:  left 23..0 (3 octets) | left 27..24, right 27..24 (1 octet) | right 23..0 (3 octets)
 * </pre>
 *
 * @param octets the file; behind the last node there are more than 8
 * @param nodeSize in octets
 */
record SearchTree(MemorySegment octets, long nodeCount, int nodeSize) {
    private static final int SEPARATOR = 16;
    private static final ValueLayout.OfLong EIGHT_OCTETS =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /**
     * The tree at the begin of a file.
     *
     * @throws InvalidDatabaseException if no tree of that size is in it
     */
    static SearchTree of(MemorySegment octets, MaxMindMetadata metadata) throws InvalidDatabaseException {
        long bits = metadata.recordBits();
        long nodes = metadata.nodeCount();
        if (bits != 24 && bits != 28 && bits != 32) {
            throw new InvalidDatabaseException("its records are of " + bits + " bits");
        }
        if (nodes < 1 || nodes > Integer.MAX_VALUE || nodes * (bits / 4) + SEPARATOR > metadata.start()) {
            throw new InvalidDatabaseException("a search tree of " + nodes + " nodes does not fit into it");
        }
        return new SearchTree(octets, nodes, (int) bits / 4);
    }

    /** Both records of a node at once, to be taken apart by {@link #child}. */
    long records(long node) {
        return octets.get(EIGHT_OCTETS, node * nodeSize);
    }

    /** One of a node's two records: a node's number, {@link #nodeCount} for nothing, or more for data. */
    long child(long records, int bit) {
        return switch (nodeSize) {
            case 6 -> (records >>> (bit == 0 ? 40 : 16)) & 0xff_ffff;
            case 7 ->
                bit == 0
                        ? records >>> 40 | ((records >>> 36) & 0xf) << 24
                        : ((records >>> 8) & 0xff_ffff) | ((records >>> 32) & 0xf) << 24;
            default -> bit == 0 ? records >>> 32 : records & 0xffff_ffffL;
        };
    }

    /** Where a record points to that stands for data, from the begin of the data; below 0 where that is before it. */
    long offset(long record) {
        return record - nodeCount - SEPARATOR;
    }

    /** Where the data begins. */
    long dataStart() {
        return nodeCount * nodeSize + SEPARATOR;
    }
}
