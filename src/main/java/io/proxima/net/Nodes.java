package io.proxima.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The nodes of a map in the making: two ints each, in pieces, so that growing copies nothing.
 *
 * <p>A child from 0 is a node's number, a negative one the complement of a leaf's value.
 */
final class Nodes {
    private static final int PIECE_BITS = 18;
    private static final int PIECE = 1 << PIECE_BITS;

    private final List<int[]> full = new ArrayList<>();
    private int[] piece = new int[64];
    private int used;

    static int leaf(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("a value of " + value);
        }
        return ~value;
    }

    /** A node of two children, or the leaf that both of them are. */
    int add(int zero, int one) {
        if (zero == one && zero < 0) {
            return zero;
        }
        if (used == piece.length) {
            grow();
        }
        piece[used] = zero;
        piece[used + 1] = one;
        used += 2;
        return Math.addExact(full.size() << (PIECE_BITS - 1), used / 2 - 1);
    }

    private void grow() {
        if (used < PIECE) {
            piece = Arrays.copyOf(piece, 2 * used);
        } else {
            full.add(piece);
            piece = new int[PIECE];
            used = 0;
        }
    }

    /** All nodes in one array; there is nothing left to add to. */
    int[] taken() {
        int[] all = new int[Math.addExact(Math.multiplyExact(full.size(), PIECE), used)];
        int at = 0;
        for (int i = 0; i < full.size(); i++) {
            System.arraycopy(full.get(i), 0, all, at, PIECE);
            at += PIECE;
        }
        System.arraycopy(piece, 0, all, at, used);
        return all;
    }
}
