package io.proxima.net;

import org.jspecify.annotations.Nullable;

/**
 * Bits of an address at none of which a binary trie forks but to one and the same leaf: all of them are compared in one step.
 *
 * @param bits left-aligned
 * @param length how many they are
 * @param beside the leaf where an address differs in any of them
 * @param next the node or leaf where it does not
 */
record SkippedBits(long bits, int length, int beside, int next) {
    private static final int NONE = Integer.MAX_VALUE;

    /** Those below a node or leaf; null where a step of {@link StrideTrie#STRIDE} bits gets as far. */
    static @Nullable SkippedBits below(int[] children, int top) {
        long bits = 0;
        int length = 0;
        int beside = NONE;
        int at = top;
        while (at >= 0 && length < Long.SIZE) {
            int zero = children[2 * at];
            int one = children[2 * at + 1];
            boolean zeroIsBeside = zero < 0 && (beside == NONE || zero == beside);
            boolean oneIsBeside = one < 0 && (beside == NONE || one == beside);
            if (!zeroIsBeside && !oneIsBeside) {
                break;
            }
            beside = zeroIsBeside ? zero : one;
            at = zeroIsBeside ? one : zero;
            bits |= zeroIsBeside ? 1L << (Long.SIZE - 1 - length) : 0;
            length++;
        }
        return length > StrideTrie.STRIDE ? new SkippedBits(bits, length, beside, at) : null;
    }
}
