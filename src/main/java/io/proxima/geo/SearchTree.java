package io.proxima.geo;

import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Metadata;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The search tree of a MaxMind DB: pairs of records of 24, 28 or 32 bits.
 *
 * <pre>
 * 28 bits:  left 23..0 (3 octets) | left 27..24, right 27..24 (1 octet) | right 23..0 (3 octets)
 * </pre>
 *
 * @param dataLength octets from the end of the tree's separator to the end of the file, so a little too many
 */
record SearchTree(MemorySegment octets, long nodeCount, int nodeSize, long dataLength) {
    private static final int SEPARATOR = 16;
    private static final int PIECE = 1 << 24;

    /** Reads the first part of a file into native memory, which goes with the arena. */
    static SearchTree read(Path path, Metadata metadata, Arena arena) throws IOException {
        int recordSize = metadata.recordSize();
        long nodes = metadata.nodeCount();
        if (recordSize != 24 && recordSize != 28 && recordSize != 32) {
            throw new InvalidDatabaseException("its records are of " + recordSize + " bits");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = nodes * (recordSize / 4);
            if (nodes < 1 || nodes > Integer.MAX_VALUE || size + SEPARATOR > channel.size()) {
                throw new InvalidDatabaseException("a search tree of " + nodes + " nodes does not fit into it");
            }
            MemorySegment octets = arena.allocate(size);
            for (long at = 0; at < size; at += PIECE) {
                ByteBuffer piece =
                        octets.asSlice(at, Math.min(PIECE, size - at)).asByteBuffer();
                while (piece.hasRemaining()) {
                    if (channel.read(piece, at + piece.position()) < 0) {
                        throw new InvalidDatabaseException("it ends within its search tree");
                    }
                }
            }
            return new SearchTree(octets, nodes, recordSize / 4, channel.size() - size - SEPARATOR);
        }
    }

    /** One of a node's two records: a node's number, {@link #nodeCount} for nothing, or more for data. */
    long child(long node, int bit) {
        long at = node * nodeSize;
        return switch (nodeSize) {
            case 6 -> number(at + 3L * bit);
            case 7 -> {
                int middle = octet(at + 3);
                yield bit == 0
                        ? (long) (middle & 0xf0) << 20 | number(at)
                        : (long) (middle & 0x0f) << 24 | number(at + 4);
            }
            default -> (long) octet(at + 4L * bit) << 24 | number(at + 4L * bit + 1);
        };
    }

    /** Three octets, the most significant first. */
    private long number(long at) {
        return (long) octet(at) << 16 | (long) octet(at + 1) << 8 | octet(at + 2);
    }

    private int octet(long at) {
        return octets.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }
}
