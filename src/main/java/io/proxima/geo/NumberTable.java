package io.proxima.geo;

import java.util.Arrays;

/**
 * Whole numbers from 0 by keys that are whole numbers from 0, in a hash table of open addresses; confined to one thread.
 *
 * <p>Keys that are near to one another stand near to one another, since those who come with offsets into a file most often come
 * with the next ones soon.
 */
final class NumberTable {
    private static final long FREE = -1;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;
    /** So many keys in a row go to one place of the table, eight to a slot. */
    private static final int NEAR_BITS = 9;

    private static final int KEYS_OF_SLOT_BITS = 3;

    private long[] keys = free(1 << 10);
    private int[] numbers = new int[1 << 10];
    private int used;

    private static long[] free(int slots) {
        long[] free = new long[slots];
        Arrays.fill(free, FREE);
        return free;
    }

    /** The number of a key, or -1. */
    int get(long key) {
        int slot = slot(key);
        return keys[slot] == FREE ? -1 : numbers[slot];
    }

    void put(long key, int number) {
        if (2 * (used + 1) > keys.length) {
            long[] oldKeys = keys;
            int[] oldNumbers = numbers;
            keys = free(2 * oldKeys.length);
            numbers = new int[2 * oldKeys.length];
            for (int i = 0; i < oldKeys.length; i++) {
                if (oldKeys[i] != FREE) {
                    int slot = slot(oldKeys[i]);
                    keys[slot] = oldKeys[i];
                    numbers[slot] = oldNumbers[i];
                }
            }
        }
        int slot = slot(key);
        used += keys[slot] == FREE ? 1 : 0;
        keys[slot] = key;
        numbers[slot] = number;
    }

    private int slot(long key) {
        int place = (int) (((key >>> NEAR_BITS) * MULTIPLIER) >>> Integer.SIZE);
        int within = ((int) (key & ((1 << NEAR_BITS) - 1))) >>> KEYS_OF_SLOT_BITS;
        int mask = keys.length - 1;
        int slot = (place + within) & mask;
        while (keys[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
