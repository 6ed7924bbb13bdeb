package io.proxima.geo;

import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of the address space falls on each of a set of lines, counted exactly in the compiled trie.
 *
 * <p>An address counts for its best line alone. Addresses of which neither a database nor an own network says anything fall
 * on {@code default}, but would drown it, so they are counted apart.
 *
 * @param lines by declared line, in the order declared, also those that are nobody's best
 * @param unknown what no file knows
 */
public record Coverage(Map<String, Addresses> lines, Addresses unknown) {
    private static final int SITE_BITS = 80;

    /** So many addresses of either family. */
    public record Addresses(BigInteger ipv4, BigInteger ipv6) {
        static final Addresses NONE = new Addresses(BigInteger.ZERO, BigInteger.ZERO);

        /** How many /48s the IPv6 addresses make, the usual size of a site (RFC 6177); a part of one where they are fewer. */
        public double sites() {
            return ipv6.doubleValue() / Math.scalb(1.0, SITE_BITS);
        }

        /** Whether there is none of either family. */
        public boolean isNone() {
            return ipv4.signum() == 0 && ipv6.signum() == 0;
        }

        private Addresses plus(Addresses other) {
            return new Addresses(ipv4.add(other.ipv4), ipv6.add(other.ipv6));
        }
    }

    /** What falls on a line first; none where it was not declared. */
    public Addresses on(String line) {
        return lines.getOrDefault(line, Addresses.NONE);
    }

    /** All that some file knows. */
    public Addresses known() {
        return lines.values().stream().reduce(Addresses.NONE, Addresses::plus);
    }

    /**
     * Counts.
     *
     * @param known 1 where some file knows an address, else 0
     */
    static Coverage of(Collection<String> declared, LineMap map, PrefixMap known) {
        List<List<String>> classes = map.linesOfClass();
        PrefixMap counted =
                PrefixMap.combine(List.of(map.classes(), known), values -> values[1] == 0 ? classes.size() : values[0]);
        long[][] leaves4 = leaves(counted, false, classes.size() + 1);
        long[][] leaves6 = leaves(counted, true, classes.size() + 1);
        Map<String, Addresses> lines = new LinkedHashMap<>();
        declared.forEach(line -> lines.put(line, Addresses.NONE));
        for (int i = 0; i < classes.size(); i++) {
            if (!classes.get(i).isEmpty()) {
                lines.merge(classes.get(i).getFirst(), addresses(leaves4[i], leaves6[i]), Addresses::plus);
            }
        }
        return new Coverage(lines, addresses(leaves4[classes.size()], leaves6[classes.size()]));
    }

    /** By value, how many leaves there are of each depth. */
    private static long[][] leaves(PrefixMap map, boolean ipv6, int values) {
        long[][] leaves = new long[values][Prefix.width(ipv6) + 1];
        map.leaves(ipv6, (value, depth) -> leaves[value][depth]++);
        return leaves;
    }

    private static Addresses addresses(long[] leaves4, long[] leaves6) {
        return new Addresses(addresses(leaves4), addresses(leaves6));
    }

    private static BigInteger addresses(long[] leavesOfDepth) {
        BigInteger sum = BigInteger.ZERO;
        for (int depth = 0; depth < leavesOfDepth.length; depth++) {
            sum = sum.add(BigInteger.valueOf(leavesOfDepth[depth]).shiftLeft(leavesOfDepth.length - 1 - depth));
        }
        return sum;
    }
}
