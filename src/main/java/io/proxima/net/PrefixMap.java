package io.proxima.net;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Every address of both families to a value, a whole number from 0, together with how much of the address decided it.
 *
 * <p>A binary trie a family. It is <i>split</i>: values stand in leaves alone, a prefix carved out of a shorter one cuts
 * that one into pieces. And it is <i>merged</i>: two sibling leaves of one value are one leaf. So the depth of the leaf
 * that an address reaches is the length of the shortest prefix around it over which the value is the same; such a prefix
 * overlaps no differently valued one, which is what a scope prefix length has to promise (RFC 7871 section 7.2.1). A
 * family of one value has depth 0.
 *
 * <p>Nodes are pairs of ints in one array, 8 octets a node, no objects: a node's children stand at twice its number and
 * the place after it. A child from 0 is a node's number, a negative one the complement of a leaf's value. A look-up is a
 * loop over the address bits, at most 32 or 128 steps, and allocates nothing; what is looked up for queries is a
 * {@link LookupTable} made of it. Immutable, thus free to be shared.
 */
public final class PrefixMap {
    private static final int DEPTH_BITS = 8;
    private static final int DEPTH_MASK = (1 << DEPTH_BITS) - 1;

    private final int[] children;
    private final int root4;
    private final int root6;

    private PrefixMap(int[] children, int root4, int root6) {
        this.children = children;
        this.root4 = root4;
        this.root6 = root6;
    }

    /** A builder of maps in which every address that no prefix covers has the given value. */
    public static Builder builder(int defaultValue) {
        return new Builder(defaultValue);
    }

    /** The map of one value for every address. */
    public static PrefixMap constant(int value) {
        return builder(value).build();
    }

    /**
     * The value of an address and the depth of its leaf, to be taken apart by {@link #value} and {@link #depth}.
     *
     * @param ipv6 whether the family is IPv6
     * @param high the first 64 bits, laid out as in {@link Prefix}
     * @param low the last 64 bits, zero for IPv4
     */
    public long lookup(boolean ipv6, long high, long low) {
        int at = ipv6 ? root6 : root4;
        long bits = high;
        int depth = 0;
        while (at >= 0) {
            if (depth == Long.SIZE) {
                bits = low;
            }
            at = children[2 * at + (int) (bits >>> 63)];
            bits <<= 1;
            depth++;
        }
        return found(at, depth);
    }

    /** What a look-up gives that ends at a leaf. */
    static long found(int leaf, int depth) {
        return (long) ~leaf << DEPTH_BITS | depth;
    }

    /** The same in the form that queries read; takes a walk over all nodes, and memory of its own. */
    public LookupTable forLookups() {
        return new LookupTable(StrideTrieBuilder.of(children, root4), StrideTrieBuilder.of(children, root6));
    }

    /** The look-up of a prefix's first address, thus of a client subnet padded with zeros. */
    public long lookup(Prefix prefix) {
        return lookup(prefix.ipv6(), prefix.high(), prefix.low());
    }

    /** The value of a look-up. */
    public static int value(long found) {
        return (int) (found >>> DEPTH_BITS);
    }

    /** The leaf's depth in bits of a look-up: 0 to 32 for IPv4, 0 to 128 for IPv6. */
    public static int depth(long found) {
        return (int) found & DEPTH_MASK;
    }

    /** The values that some address has, ascending, each once. */
    public int[] values() {
        return IntStream.concat(IntStream.of(root4, root6), Arrays.stream(children))
                .filter(at -> at < 0)
                .map(at -> ~at)
                .distinct()
                .sorted()
                .toArray();
    }

    /** Shows every leaf of a family, in the order of the addresses. */
    public void leaves(boolean ipv6, LeafVisitor visitor) {
        leaves(ipv6 ? root6 : root4, 0, visitor);
    }

    private void leaves(int at, int depth, LeafVisitor visitor) {
        if (at < 0) {
            visitor.leaf(~at, depth);
        } else {
            leaves(children[2 * at], depth + 1, visitor);
            leaves(children[2 * at + 1], depth + 1, visitor);
        }
    }

    /** The number of inner nodes of both families, 8 octets each. */
    public int nodeCount() {
        return children.length / 2;
    }

    /** The map of the same prefixes to other values, merged where values that differed become one. */
    public PrefixMap map(IntUnaryOperator value) {
        return combine(List.of(this), values -> value.applyAsInt(values[0]));
    }

    /**
     * The map of a function of several maps' values, built by walking down all of them at once.
     *
     * @param value called once for each distinct tuple of values, in the order of {@code maps}; must give the same value
     *     whenever it is asked the same, and keep its argument as it is
     */
    public static PrefixMap combine(List<PrefixMap> maps, ToIntFunction<int[]> value) {
        return combine(maps, Collections.nCopies(maps.size(), new int[0]), value);
    }

    /**
     * As {@link #combine(List, ToIntFunction)}, with other numbers in the place of the maps' values: where few of them differ,
     * this makes the walk over large maps cheap, and saves a map of its own for each.
     *
     * @param numbers by map and value; an empty array for the values as they are
     */
    public static PrefixMap combine(List<PrefixMap> maps, List<int[]> numbers, ToIntFunction<int[]> value) {
        Combination combination =
                new Combination(maps.stream().map(map -> map.children).toList(), numbers, value);
        int root4 = combination.descend(maps.stream().mapToInt(map -> map.root4).toArray());
        int root6 = combination.descend(maps.stream().mapToInt(map -> map.root6).toArray());
        return new PrefixMap(combination.nodes().taken(), root4, root6);
    }

    /**
     * Puts a map together from the leaves up, for those who have a tree already; confined to one thread.
     *
     * <p>What stands for a node or a leaf here is a number that only this instance understands.
     */
    public static final class Assembly {
        private final Nodes nodes = new Nodes();

        /** The leaf of a value. */
        public int leaf(int value) {
            return Nodes.leaf(value);
        }

        /** The node whose next bit leads to {@code zero} or {@code one}, or the leaf that both of them are. */
        public int node(int zero, int one) {
            return nodes.add(zero, one);
        }

        /** The map of a tree for either family. */
        public PrefixMap build(int root4, int root6) {
            return new PrefixMap(nodes.taken(), root4, root6);
        }
    }

    /**
     * The map of prefixes that are there in rows.
     *
     * @param defaultValue that of every address that no prefix covers
     * @param rows those that count, in the order of {@link PrefixRows#inOrder}; of the same prefix the last one stands
     * @param values by row
     */
    public static PrefixMap of(int defaultValue, PrefixRows prefixes, int[] rows, int[] values) {
        PrefixTrieBuilder builder = new PrefixTrieBuilder(prefixes, rows, values);
        int root4 = builder.family(false, Nodes.leaf(defaultValue));
        int root6 = builder.family(true, Nodes.leaf(defaultValue));
        return new PrefixMap(builder.nodes().taken(), root4, root6);
    }

    /** Collects prefixes, 24 octets each, in any order; confined to one thread. */
    public static final class Builder {
        private final int defaultValue;
        private final PrefixRows prefixes = new PrefixRows();
        private int[] values = new int[64];

        private Builder(int defaultValue) {
            this.defaultValue = defaultValue;
        }

        /** Adds a prefix: a longer one stands above a shorter, a later one above the same one earlier. */
        public Builder put(Prefix prefix, int value) {
            put(prefix.ipv6(), prefix.high(), prefix.low(), prefix.length(), value);
            return this;
        }

        private void put(boolean ipv6, long high, long low, int length, int value) {
            int row = prefixes.put(ipv6, high, low, length);
            if (row == values.length) {
                values = Arrays.copyOf(values, Math.addExact(row, row / 2));
            }
            values[row] = value;
        }

        /** Adds every prefix of a range of addresses of one family. */
        public Builder put(AddressRange range, int value) {
            range.prefixes((ipv6, high, low, length) -> put(ipv6, high, low, length, value));
            return this;
        }

        /** The map of what has been put so far. */
        public PrefixMap build() {
            return of(defaultValue, prefixes, prefixes.inOrder(), values);
        }
    }
}
