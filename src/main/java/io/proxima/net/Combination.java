package io.proxima.net;

import java.util.List;
import java.util.function.ToIntFunction;

/** The walk down several maps at once; allocates a row a depth and a row a distinct tuple of values. */
final class Combination {
    private static final int DEPTHS = 129;

    private final int[][] children;
    private final Tuples tuples;
    private final ToIntFunction<int[]> value;
    private final int[][] at;
    private final int[] values;
    private final Nodes nodes = new Nodes();
    /** That of {@code values}: neighbours often agree; 0 before the first. */
    private int lastLeaf;

    /**
     * @param children of each map
     * @param value called once for each distinct tuple of values
     */
    Combination(List<int[]> children, ToIntFunction<int[]> value) {
        this.children = children.toArray(int[][]::new);
        this.tuples = new Tuples(children.size());
        this.value = value;
        this.at = new int[DEPTHS][children.size()];
        this.values = new int[children.size()];
    }

    /** The node or leaf that a root of each map makes. */
    int descend(int[] roots) {
        System.arraycopy(roots, 0, at[0], 0, roots.length);
        return descend(0);
    }

    Nodes nodes() {
        return nodes;
    }

    private int descend(int depth) {
        boolean ended = true;
        for (int node : at[depth]) {
            ended &= node < 0;
        }
        if (ended) {
            return leaf(at[depth]);
        }
        below(depth, 0);
        int zero = descend(depth + 1);
        below(depth, 1);
        return nodes.add(zero, descend(depth + 1));
    }

    private void below(int depth, int bit) {
        int[] here = at[depth];
        int[] next = at[depth + 1];
        for (int i = 0; i < here.length; i++) {
            next[i] = here[i] < 0 ? here[i] : children[i][2 * here[i] + bit];
        }
    }

    private int leaf(int[] ends) {
        boolean same = lastLeaf < 0;
        for (int i = 0; i < ends.length; i++) {
            same &= values[i] == ~ends[i];
            values[i] = ~ends[i];
        }
        if (!same) {
            lastLeaf = leaf();
        }
        return lastLeaf;
    }

    private int leaf() {
        int known = tuples.result(values);
        if (known >= 0) {
            return Nodes.leaf(known);
        }
        int result = value.applyAsInt(values.clone());
        int leaf = Nodes.leaf(result);
        tuples.put(values, result);
        return leaf;
    }
}
