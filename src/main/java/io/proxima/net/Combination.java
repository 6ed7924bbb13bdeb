package io.proxima.net;

import java.util.List;
import java.util.function.ToIntFunction;

/** The walk down several maps at once; allocates a row a depth and a row a distinct tuple of values. */
final class Combination {
    private static final int DEPTHS = 129;

    private final int[][] children;
    private final int[][] numbers;
    private final Tuples tuples;
    private final ToIntFunction<int[]> value;
    private final int[][] at;
    private final int[] values;
    private final Nodes nodes = new Nodes();
    /** That of {@code values}: neighbours often agree; 0 before the first. */
    private int lastLeaf;

    /**
     * @param children of each map
     * @param numbers by map and value, what goes into a tuple in the value's stead; an empty one for the values themselves
     * @param value called once for each distinct tuple of values
     */
    Combination(List<int[]> children, List<int[]> numbers, ToIntFunction<int[]> value) {
        this.children = children.toArray(int[][]::new);
        this.numbers = numbers.toArray(int[][]::new);
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
        int[] here = at[depth];
        int going = 0;
        int one = 0;
        for (int i = 0; i < here.length; i++) {
            if (here[i] >= 0) {
                going++;
                one = i;
            }
        }
        if (going == 0) {
            return leaf(here);
        }
        if (going == 1) {
            return alone(one, here[one], here);
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

    /** Where all maps but one have ended, which is most of the way, there is only that one to follow. */
    private int alone(int map, int node, int[] ends) {
        if (node < 0) {
            ends[map] = node;
            return leaf(ends);
        }
        int zero = alone(map, children[map][2 * node], ends);
        return nodes.add(zero, alone(map, children[map][2 * node + 1], ends));
    }

    private int leaf(int[] ends) {
        boolean same = lastLeaf < 0;
        for (int i = 0; i < ends.length; i++) {
            int number = numbers[i].length == 0 ? ~ends[i] : numbers[i][~ends[i]];
            same &= values[i] == number;
            values[i] = number;
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
