package io.proxima.catalog;

import io.proxima.wire.NameView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The children of one node of a label tree: a hash table with linear probing, at most half full.
 *
 * <p>Filled by one thread before the tree is published, then only read.
 */
final class Labels<N> {
    private static final byte[][] NO_LABELS = {};
    private static final int[] NO_HASHES = {};
    private static final Object[] NO_NODES = {};

    private byte[] @Nullable [] labels = NO_LABELS;
    private int[] hashes = NO_HASHES;
    private @Nullable Object[] nodes = NO_NODES;
    private int size;

    /** The child at a label of a name, or null. */
    @SuppressWarnings("unchecked") // only N are put
    @Nullable
    N get(NameView name, int label) {
        if (size == 0) {
            return null;
        }
        int mask = nodes.length - 1;
        int hash = name.labelHash(label);
        for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
            byte[] candidate = labels[slot];
            if (candidate == null) {
                return null;
            }
            if (hashes[slot] == hash && name.labelEquals(label, candidate)) {
                return (N) nodes[slot];
            }
        }
    }

    /** The child of a label in lower case, or null. */
    @SuppressWarnings("unchecked") // only N are put
    @Nullable
    N get(byte[] label) {
        if (size == 0) {
            return null;
        }
        int slot = slotOf(label, NameView.hash(label));
        return (N) nodes[slot];
    }

    /** Adds a child under a label in lower case that has none yet. */
    void put(byte[] label, N node) {
        if (2 * (size + 1) > nodes.length) {
            grow();
        }
        put(label, NameView.hash(label), node);
    }

    private void put(byte[] label, int hash, N node) {
        int slot = slotOf(label, hash);
        labels[slot] = label;
        hashes[slot] = hash;
        nodes[slot] = node;
        size++;
    }

    private int slotOf(byte[] label, int hash) {
        int mask = nodes.length - 1;
        int slot = hash & mask;
        while (labels[slot] != null && (hashes[slot] != hash || !Arrays.equals(labels[slot], label))) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    @SuppressWarnings("unchecked") // only N are put
    private void grow() {
        byte[] @Nullable [] oldLabels = labels;
        @Nullable Object[] oldNodes = nodes;
        int[] oldHashes = hashes;
        int capacity = Math.max(4, 2 * oldNodes.length);
        labels = new byte[capacity][];
        hashes = new int[capacity];
        nodes = new Object[capacity];
        size = 0;
        for (int i = 0; i < oldNodes.length; i++) {
            byte[] label = oldLabels[i];
            Object node = oldNodes[i];
            if (label != null && node != null) {
                put(label, oldHashes[i], (N) node);
            }
        }
    }
}
