package io.proxima.net;

import java.util.Arrays;

/** Makes a {@link StrideTrie} of a family's binary trie: counts what it takes, then writes it; confined to one thread. */
final class StrideTrieBuilder {
    /** How many bits a direct table may be of; it is made where the nodes alone would take half as much memory. */
    private static final int[] DIRECT_BITS = {24, 22, 16};

    private final int[] children;
    private int[] cells = new int[0];
    private int used;
    private int largestValue;
    private int directBits;
    private long[] direct = new long[0];
    private int longestWay;
    private double meanWay;

    private StrideTrieBuilder(int[] children) {
        this.children = children;
    }

    /** The trie of what is below a root, a node's number or a leaf, in the children of a {@link PrefixMap}. */
    static StrideTrie of(int[] children, int root) {
        return new StrideTrieBuilder(children).build(root);
    }

    private StrideTrie build(int root) {
        int size = size(root);
        for (int bits : DIRECT_BITS) {
            if (directBits == 0 && largestValue < DirectEntry.VALUES && size >= 1 << bits) {
                directBits = bits;
            }
        }
        if (directBits == 0) {
            cells = new int[size];
            int first = write(root, 1, 0);
            return new StrideTrie(cells, first, 0, direct, longestWay, meanWay);
        }
        cells = new int[below(root, directBits)];
        direct = new long[1 << directBits];
        longestWay = 1;
        writeDirect(root, 0, 0);
        return new StrideTrie(cells, 0, directBits, direct, longestWay, meanWay);
    }

    /** The ints of what stands for a part of the binary trie, and of all below it. */
    private int size(int top) {
        SkippedBits skipped = SkippedBits.below(children, top);
        if (skipped != null) {
            note(skipped.beside());
            note(skipped.next());
            return Math.addExact(StrideTrie.SKIP, skipped.next() < 0 ? 0 : size(skipped.next()));
        }
        return Math.addExact(StrideTrie.STARTS, entries(top, StrideTrie.STRIDE));
    }

    private void note(int at) {
        largestValue = Math.max(largestValue, ~at);
    }

    private int entries(int at, int levels) {
        if (at < 0) {
            note(at);
            return 1;
        }
        if (levels == 0) {
            return Math.addExact(1, size(at));
        }
        return Math.addExact(entries(children[2 * at], levels - 1), entries(children[2 * at + 1], levels - 1));
    }

    /** The ints of what begins at a level, that left out which is an entry of the table by itself. */
    private int below(int at, int levels) {
        if (at < 0) {
            return 0;
        }
        return levels == 0
                ? (DirectEntry.way(children, at) == 0 ? size(at) : 0)
                : Math.addExact(below(children[2 * at], levels - 1), below(children[2 * at + 1], levels - 1));
    }

    private void writeDirect(int at, int depth, int slot) {
        int levels = directBits - depth;
        if (at < 0) {
            Arrays.fill(direct, slot, slot + (1 << levels), DirectEntry.leaf(~at, depth));
            ends(1, depth);
        } else if (levels == 0) {
            long way = DirectEntry.way(children, at);
            if (way == 0) {
                direct[slot] = write(at, 2, depth);
            } else {
                direct[slot] = way;
                ends(1, depth);
            }
        } else {
            writeDirect(children[2 * at], depth + 1, slot);
            writeDirect(children[2 * at + 1], depth + 1, slot + (1 << (levels - 1)));
        }
    }

    /** All addresses that agree in so many bits take so many steps. */
    private void ends(int way, int depth) {
        longestWay = Math.max(longestWay, way);
        meanWay += Math.scalb((double) way, -depth);
    }

    /** Writes what stands for a part of the binary trie and all below it, in the order of the addresses: where it stands. */
    private int write(int top, int way, int depth) {
        SkippedBits skipped = SkippedBits.below(children, top);
        int at = used;
        if (skipped != null) {
            used += StrideTrie.SKIP;
            writeSkipped(skipped, at, way, depth);
            return StrideTrie.skip(at);
        }
        used += StrideTrie.STARTS + entriesOfNode(top, StrideTrie.STRIDE);
        writeEntries(top, StrideTrie.STRIDE, 0, at, at + StrideTrie.STARTS, way, depth);
        return StrideTrie.node(at);
    }

    private void writeSkipped(SkippedBits skipped, int at, int way, int depth) {
        cells[at] = skipped.length();
        cells[at + 1] = (int) (skipped.bits() >>> Integer.SIZE);
        cells[at + 2] = (int) skipped.bits();
        cells[at + 3] = skipped.beside();
        for (int bit = 1; bit <= skipped.length(); bit++) {
            ends(way, depth + bit);
        }
        int end = depth + skipped.length();
        if (skipped.next() < 0) {
            cells[at + 4] = skipped.next();
            ends(way, end);
        } else {
            cells[at + 4] = write(skipped.next(), way + 1, end);
        }
    }

    private int entriesOfNode(int at, int levels) {
        return at < 0 || levels == 0
                ? 1
                : entriesOfNode(children[2 * at], levels - 1) + entriesOfNode(children[2 * at + 1], levels - 1);
    }

    /** Writes the entries from a slot on and says where the next one goes. */
    private int writeEntries(int below, int levels, int slot, int at, int entry, int way, int depth) {
        if (below < 0 || levels == 0) {
            cells[slot < Integer.SIZE ? at + 1 : at] |= 1 << slot;
            if (below < 0) {
                cells[entry] = below;
                ends(way, depth);
            } else {
                cells[entry] = write(below, way + 1, depth);
            }
            return entry + 1;
        }
        int middle = writeEntries(children[2 * below], levels - 1, slot, at, entry, way, depth + 1);
        int half = slot + (1 << (levels - 1));
        return writeEntries(children[2 * below + 1], levels - 1, half, at, middle, way, depth + 1);
    }
}
