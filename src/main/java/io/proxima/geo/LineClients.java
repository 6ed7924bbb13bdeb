package io.proxima.geo;

import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Clients on a line, each address of it with the same chance.
 *
 * @param line the first of the declared lines that they fall on
 * @param addresses how many IPv4 addresses are on it that some file knows; of a line without any, its IPv6 /48s
 * @param networks where chance has met them, /24 or /48 unless the line has less there; some may be the same
 */
public record LineClients(String line, double addresses, List<Prefix> networks) {
    public LineClients {
        networks = List.copyOf(networks);
    }

    private static final int IPV4_BITS = 24;
    private static final int IPV6_BITS = 48;

    /** One family's addresses, counted in the order of the trie. */
    private static final class Family {
        private final PrefixMap map;
        private final boolean ipv6;
        private final int bits;
        private final double[] totals;

        /**
         * @param values how many there are
         */
        Family(PrefixMap map, boolean ipv6, int values) {
            this.map = map;
            this.ipv6 = ipv6;
            this.bits = ipv6 ? IPV6_BITS : Prefix.width(false);
            this.totals = new double[values];
            map.leaves(ipv6, (value, depth) -> totals[value] += Math.scalb(1.0, bits - depth));
        }

        /** For each value, networks at so many places of all its addresses. */
        List<List<Prefix>> meet(int each, RandomGenerator random) {
            double[][] places = new double[totals.length][];
            int[] next = new int[totals.length];
            double[] passed = new double[totals.length];
            List<List<Prefix>> met = new ArrayList<>();
            for (int value = 0; value < totals.length; value++) {
                double total = totals[value];
                places[value] = total == 0
                        ? new double[0]
                        : random.doubles(each)
                                .map(place -> place * total)
                                .sorted()
                                .toArray();
                met.add(new ArrayList<>());
            }
            long[] at = new long[2]; // the leaf's first address, laid out as in a prefix
            map.leaves(ipv6, (value, depth) -> {
                double size = Math.scalb(1.0, bits - depth);
                while (next[value] < places[value].length && places[value][next[value]] < passed[value] + size) {
                    double part = (places[value][next[value]++] - passed[value]) / size;
                    met.get(value).add(network(at, part, depth));
                }
                passed[value] += size;
                advance(at, depth);
            });
            return met;
        }

        private static void advance(long[] at, int depth) {
            if (depth <= Long.SIZE) {
                at[0] += depth == 0 ? 0 : 1L << (Long.SIZE - depth);
            } else {
                at[1] += 1L << (2 * Long.SIZE - depth);
                at[0] += at[1] == 0 ? 1 : 0;
            }
        }

        /** The network at a part of a leaf: as long as the leaf is deep, since all around it may be others'. */
        private Prefix network(long[] at, double part, int depth) {
            int length = Math.max(ipv6 ? IPV6_BITS : IPV4_BITS, depth);
            long offset = depth >= Long.SIZE ? 0 : (long) Math.scalb(part, Long.SIZE - 1 - depth) << 1;
            return Prefix.masked(ipv6, at[0] + offset, at[1], length);
        }
    }

    /**
     * @param classes each address to the declared lines that it falls on, the best first; by value one more than there are
     *     lists for what no file knows
     */
    static List<LineClients> of(
            Collection<String> declared,
            List<List<String>> linesOfClass,
            PrefixMap classes,
            int each,
            RandomGenerator random) {
        Set<String> lines = new LinkedHashSet<>(declared);
        lines.add(Lines.DEFAULT);
        List<String> names = List.copyOf(lines);
        int nobody = names.size();
        int[] lineOf = linesOfClass.stream()
                .mapToInt(matching -> names.indexOf(matching.isEmpty() ? Lines.DEFAULT : matching.getFirst()))
                .toArray();
        PrefixMap byLine = classes.map(value -> value < lineOf.length ? lineOf[value] : nobody);
        Family ipv4 = new Family(byLine, false, nobody + 1);
        Family ipv6 = new Family(byLine, true, nobody + 1);
        List<List<Prefix>> met4 = ipv4.meet(each, random);
        List<List<Prefix>> met6 = ipv6.meet(each, random);
        Map<String, LineClients> clients = new LinkedHashMap<>();
        for (int i = 0; i < nobody; i++) {
            boolean any4 = ipv4.totals[i] > 0;
            double size = any4 ? ipv4.totals[i] : ipv6.totals[i];
            if (size > 0) {
                clients.put(names.get(i), new LineClients(names.get(i), size, (any4 ? met4 : met6).get(i)));
            }
        }
        if (clients.isEmpty()) { // nothing is known of anybody
            double all = Arrays.stream(ipv4.totals).sum();
            clients.put(Lines.DEFAULT, new LineClients(Lines.DEFAULT, all, met4.get(nobody)));
        }
        return List.copyOf(clients.values());
    }
}
