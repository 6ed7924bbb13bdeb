package io.proxima.geo;

import java.util.Arrays;

/** Offsets of records to numbers from 0, in a hash table of open addresses. */
final class OffsetTable {
    private static final int FREE = -1;

    private int[] offsets = free(1 << 10);
    private int[] numbers = new int[1 << 10];
    private int used;

    private static int[] free(int slots) {
        int[] free = new int[slots];
        Arrays.fill(free, FREE);
        return free;
    }

    /** The number of an offset, or -1. */
    int get(int offset) {
        int slot = slot(offset);
        return offsets[slot] == FREE ? -1 : numbers[slot];
    }

    void put(int offset, int number) {
        if (2 * (used + 1) > offsets.length) {
            int[] oldOffsets = offsets;
            int[] oldNumbers = numbers;
            offsets = free(2 * oldOffsets.length);
            numbers = new int[2 * oldOffsets.length];
            for (int i = 0; i < oldOffsets.length; i++) {
                if (oldOffsets[i] != FREE) {
                    int slot = slot(oldOffsets[i]);
                    offsets[slot] = oldOffsets[i];
                    numbers[slot] = oldNumbers[i];
                }
            }
        }
        int slot = slot(offset);
        used += offsets[slot] == FREE ? 1 : 0;
        offsets[slot] = offset;
        numbers[slot] = number;
    }

    private int slot(int offset) {
        int slot = ((offset * 0x9E37_79B1) >>> 7) & (offsets.length - 1);
        while (offsets[slot] != FREE && offsets[slot] != offset) {
            slot = (slot + 1) & (offsets.length - 1);
        }
        return slot;
    }
}
