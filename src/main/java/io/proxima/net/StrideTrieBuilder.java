package io.proxima.net;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes a {@link StrideTrie} of a family's binary trie: counts what it takes, then writes it; confined to one thread. */
final class StrideTrieBuilder {
    /** How many bits a direct table may be of; it is made where the nodes alone take as many ints as it has entries. */
    private static final int[] DIRECT_BITS = {22, 16};

    private final int[] children;
    private int[] cells = new int[0];
    private int used;
    private int directBits;
    private int[] direct = new int[0];
    private final Map<Long, Integer> shallow = new LinkedHashMap<>();
    private int longestWay;

    private StrideTrieBuilder(int[] children) {
        this.children = children;
    }

    /** The trie of what is below a root, a node's number or a leaf, in the children of a {@link PrefixMap}. */
    static StrideTrie of(int[] children, int root) {
        return new StrideTrieBuilder(children).build(root);
    }

    private StrideTrie build(int root) {
        int size = node(root, StrideTrie.STRIDE);
        for (int bits : DIRECT_BITS) {
            if (directBits == 0 && size >= 1 << bits) {
                directBits = bits;
            }
        }
        if (directBits == 0) {
            cells = new int[size];
            write(root, 1);
        } else {
            cells = new int[below(root, directBits)];
            direct = new int[1 << directBits];
            longestWay = 1;
            writeDirect(root, 0, 0);
        }
        long[] found = shallow.keySet().stream().mapToLong(Long::longValue).toArray();
        return new StrideTrie(cells, directBits, direct, found, longestWay);
    }

    /** The ints of a node's starts and entries and of all below it. */
    private int node(int top, int levels) {
        return Math.addExact(StrideTrie.STARTS, entries(top, levels));
    }

    private int entries(int at, int levels) {
        if (at < 0) {
            return 1;
        }
        if (levels == 0) {
            return Math.addExact(1, node(at, StrideTrie.STRIDE));
        }
        return Math.addExact(entries(children[2 * at], levels - 1), entries(children[2 * at + 1], levels - 1));
    }

    /** The ints of the nodes that begin at a level. */
    private int below(int at, int levels) {
        if (at < 0) {
            return 0;
        }
        return levels == 0
                ? node(at, StrideTrie.STRIDE)
                : Math.addExact(below(children[2 * at], levels - 1), below(children[2 * at + 1], levels - 1));
    }

    private void writeDirect(int at, int depth, int slot) {
        int levels = directBits - depth;
        if (at < 0) {
            long found = PrefixMap.found(at, depth);
            int place = shallow.computeIfAbsent(found, _ -> shallow.size());
            Arrays.fill(direct, slot, slot + (1 << levels), ~place);
        } else if (levels == 0) {
            direct[slot] = write(at, 2);
        } else {
            writeDirect(children[2 * at], depth + 1, slot);
            writeDirect(children[2 * at + 1], depth + 1, slot + (1 << (levels - 1)));
        }
    }

    /** Writes a node and all below it, in the order of the addresses, and says where it stands. */
    private int write(int top, int way) {
        longestWay = Math.max(longestWay, way);
        int at = used;
        used += StrideTrie.STARTS + entriesOfNode(top, StrideTrie.STRIDE);
        writeEntries(top, StrideTrie.STRIDE, 0, at, at + StrideTrie.STARTS, way);
        return at;
    }

    private int entriesOfNode(int at, int levels) {
        return at < 0 || levels == 0
                ? 1
                : entriesOfNode(children[2 * at], levels - 1) + entriesOfNode(children[2 * at + 1], levels - 1);
    }

    /** Writes the entries from a slot on and says where the next one goes. */
    private int writeEntries(int below, int levels, int slot, int at, int entry, int way) {
        if (below < 0 || levels == 0) {
            cells[slot < Integer.SIZE ? at + 1 : at] |= 1 << slot;
            cells[entry] = below < 0 ? below : write(below, way + 1);
            return entry + 1;
        }
        int middle = writeEntries(children[2 * below], levels - 1, slot, at, entry, way);
        return writeEntries(children[2 * below + 1], levels - 1, slot + (1 << (levels - 1)), at, middle, way);
    }
}
