package io.proxima.net;

import java.util.Arrays;

/** Makes a {@link StrideTrie} of a family's binary trie: counts what it takes, then writes it; confined to one thread. */
final class StrideTrieBuilder {
    /** With fewer ints of nodes than it has entries itself, a direct table would be most of the whole. */
    private static final int DIRECT_FROM = 1 << StrideTrie.DIRECT_BITS;

    private final int[] children;
    private int[] cells = new int[0];
    private int used;
    private int[] direct = new int[0];
    private long[] shallow = new long[0];
    private int shallowUsed;
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
        if (size < DIRECT_FROM) {
            cells = new int[size];
            write(root, 1);
        } else {
            cells = new int[below(root, StrideTrie.DIRECT_BITS)];
            direct = new int[1 << StrideTrie.DIRECT_BITS];
            longestWay = 1;
            writeDirect(root, 0, 0);
        }
        return new StrideTrie(cells, direct, Arrays.copyOf(shallow, shallowUsed), longestWay);
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
        int levels = StrideTrie.DIRECT_BITS - depth;
        if (at < 0) {
            if (shallowUsed == shallow.length) {
                shallow = Arrays.copyOf(shallow, Math.max(16, 2 * shallowUsed));
            }
            shallow[shallowUsed] = PrefixMap.found(at, depth);
            Arrays.fill(direct, slot, slot + (1 << levels), ~shallowUsed);
            shallowUsed++;
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
