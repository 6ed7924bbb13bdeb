package io.proxima.net;

import java.util.Arrays;

/** Tuples of ints of one length to results from 0: a hash table of open addresses, no object a tuple. */
final class Tuples {
    private static final int NONE = -1;
    private static final int MULTIPLIER = 0x9E37_79B1;

    private final int length;
    /** A row a slot: the tuple, then its result, or NONE where the slot is free. */
    private int[] rows;

    private int slots = 1 << 6;
    private int used;

    Tuples(int length) {
        this.length = length;
        this.rows = empty();
    }

    private int[] empty() {
        int[] empty = new int[Math.multiplyExact(slots, length + 1)];
        Arrays.fill(empty, NONE);
        return empty;
    }

    /** The result of a tuple, or -1. */
    int result(int[] tuple) {
        return rows[row(tuple, 0) + length];
    }

    /** Keeps a result from 0. */
    void put(int[] tuple, int result) {
        if (2 * (used + 1) > slots) {
            int[] before = rows;
            slots = Math.multiplyExact(slots, 2);
            rows = empty();
            for (int from = 0; from < before.length; from += length + 1) {
                if (before[from + length] != NONE) {
                    System.arraycopy(before, from, rows, row(before, from), length + 1);
                }
            }
        }
        int row = row(tuple, 0);
        System.arraycopy(tuple, 0, rows, row, length);
        rows[row + length] = result;
        used++;
    }

    /** Where the row of a tuple begins, or the free one that it may have. */
    private int row(int[] from, int at) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ from[at + i]) * MULTIPLIER;
            hash ^= hash >>> 15;
        }
        int slot = hash & (slots - 1);
        while (true) {
            int row = slot * (length + 1);
            if (rows[row + length] == NONE || Arrays.equals(rows, row, row + length, from, at, at + length)) {
                return row;
            }
            slot = (slot + 1) & (slots - 1);
        }
    }
}
