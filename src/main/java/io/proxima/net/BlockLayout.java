package io.proxima.net;

import java.util.Arrays;

/**
 * Nodes put in the order in which they are met: a node and those right below it, eight in all, side by side.
 *
 * <p>Eight nodes are 64 octets, a line of the processor's cache. A walk down a large map waits for memory once for about three
 * of its steps, or for eight where the way does not fork, and not once a step.
 */
final class BlockLayout {
    private static final int BLOCK = 8;

    private final int[] from;
    private final int[] to;
    private int used;
    /** Blocks to come: the number of their first node, and the place of the child that points to it. */
    private int[] pending = new int[64];

    private int waiting;

    private BlockLayout(int[] from) {
        this.from = from;
        this.to = new int[from.length];
    }

    /** The nodes below the roots in their new order, the roots renumbered in place. */
    static int[] arranged(int[] children, int[] roots) {
        BlockLayout layout = new BlockLayout(children);
        for (int i = 0; i < roots.length; i++) {
            if (roots[i] >= 0) {
                roots[i] = layout.arrange(roots[i]);
            }
        }
        return layout.used == children.length / 2 ? layout.to : Arrays.copyOf(layout.to, 2 * layout.used);
    }

    private int arrange(int root) {
        int first = used;
        int[] block = new int[BLOCK];
        block(root, block);
        while (waiting > 0) {
            waiting -= 2;
            int place = pending[waiting + 1];
            int node = pending[waiting];
            to[place] = used;
            block(node, block);
        }
        return first;
    }

    private void block(int root, int[] block) {
        int first = used;
        int size = 1;
        block[0] = root;
        for (int i = 0; i < size; i++) {
            for (int bit = 0; bit < 2; bit++) {
                int child = from[2 * block[i] + bit];
                int place = 2 * (first + i) + bit;
                if (child < 0) {
                    to[place] = child;
                } else if (size < BLOCK) {
                    to[place] = first + size;
                    block[size++] = child;
                } else {
                    push(child, place);
                }
            }
        }
        used += size;
    }

    private void push(int node, int place) {
        if (waiting + 2 > pending.length) {
            pending = Arrays.copyOf(pending, 2 * pending.length);
        }
        pending[waiting] = node;
        pending[waiting + 1] = place;
        waiting += 2;
    }
}
