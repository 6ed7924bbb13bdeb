package io.proxima.geo;

import java.util.Arrays;

/**
 * Pieces of one file's octets to numbers from 0: what stands in many rows is worked out once, and no text is made of it again.
 *
 * <p>A hash table of open addresses; confined to one thread.
 */
final class CellTable {
    private static final int MULTIPLIER = 0x0100_0193; // that of FNV-1a
    private static final int FREE = 0;

    private final byte[] octets;
    /** By slot, 1 more than the place of what stands there in the columns below. */
    private int[] slots = new int[1 << 8];

    private int[] froms = new int[64];
    private int[] tos = new int[64];
    private int[] numbers = new int[64];
    private int used;

    CellTable(byte[] octets) {
        this.octets = octets;
    }

    /** The number of a piece like that, or -1. */
    int get(int from, int to) {
        int place = slots[slot(from, to)];
        return place == FREE ? -1 : numbers[place - 1];
    }

    /** Keeps the number of a piece that has none. */
    void put(int from, int to, int number) {
        if (used == froms.length) {
            froms = Arrays.copyOf(froms, 2 * used);
            tos = Arrays.copyOf(tos, 2 * used);
            numbers = Arrays.copyOf(numbers, 2 * used);
        }
        if (2 * (used + 1) > slots.length) {
            slots = new int[2 * slots.length];
            for (int place = 0; place < used; place++) {
                slots[slot(froms[place], tos[place])] = place + 1;
            }
        }
        froms[used] = from;
        tos[used] = to;
        numbers[used] = number;
        slots[slot(from, to)] = ++used;
    }

    private int slot(int from, int to) {
        int hash = 0;
        for (int at = from; at < to; at++) {
            hash = (hash ^ octets[at]) * MULTIPLIER;
        }
        int slot = (hash ^ (hash >>> 15)) & (slots.length - 1);
        while (slots[slot] != FREE && !stands(slots[slot] - 1, from, to)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private boolean stands(int place, int from, int to) {
        return Arrays.equals(octets, froms[place], tos[place], octets, from, to);
    }
}
