package io.proxima.steer;

import io.proxima.geo.ClientTables;
import io.proxima.geo.LineMap;
import io.proxima.geo.SiteMap;
import io.proxima.net.LookupTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * In which order the children of a node by line or distance serve which clients; immutable.
 *
 * @param classes an address to a client class
 * @param orders by class, all child positions, the best first; read only
 * @param ends by class and place in the order, where the children end that are as good as the one there, the place after the
 *     last; read only
 */
record ClientOrders(LookupTable classes, List<int[]> orders, List<int[]> ends) {

    /**
     * By line: the children whose lines match, best first, then the rest as written.
     *
     * @param lines by child position
     */
    static ClientOrders byLine(LineMap map, List<String> lines) {
        List<int[]> orders = map.linesOfClass().stream()
                .map(matching -> completed(
                        matching.stream()
                                .flatMapToInt(line -> IntStream.range(0, lines.size())
                                        .filter(i -> lines.get(i).equals(line))),
                        lines.size()))
                .toList();
        int[] alone = IntStream.rangeClosed(1, lines.size()).toArray();
        return merged(map.tables(), orders, Collections.nCopies(orders.size(), alone));
    }

    /**
     * By distance: the children at the nearest sites, then the rest as written, each for itself.
     *
     * @param childrenAt by the map's sites, the positions of the children there
     * @param size how many children there are
     */
    static ClientOrders byDistance(SiteMap map, List<List<Integer>> childrenAt, int size) {
        List<int[]> orders = new ArrayList<>();
        List<int[]> ends = new ArrayList<>();
        for (int known = 0; known < map.nearestOfClass().size(); known++) {
            int[] sites = map.nearestOfClass().get(known);
            int[] siteEnds = map.endsOfClass().get(known);
            orders.add(completed(
                    IntStream.of(sites)
                            .flatMap(site -> childrenAt.get(site).stream().mapToInt(Integer::intValue)),
                    size));
            int[] childEnds = IntStream.rangeClosed(1, size).toArray();
            int[] before = new int[sites.length + 1];
            for (int i = 0; i < sites.length; i++) {
                before[i + 1] = before[i] + childrenAt.get(sites[i]).size();
            }
            for (int i = 0; i < sites.length; i++) {
                Arrays.fill(childEnds, before[i], before[i + 1], before[siteEnds[i]]);
            }
            ends.add(childEnds);
        }
        return merged(map.tables(), orders, ends);
    }

    /** Clients with one order are one class. */
    private static ClientOrders merged(ClientTables tables, List<int[]> orders, List<int[]> ends) {
        Map<List<Integer>, Integer> numbers = new HashMap<>();
        List<int[]> distinct = new ArrayList<>();
        List<int[]> distinctEnds = new ArrayList<>();
        int[] merged = new int[orders.size()];
        for (int i = 0; i < merged.length; i++) {
            int[] order = orders.get(i);
            List<Integer> key = IntStream.concat(Arrays.stream(order), Arrays.stream(ends.get(i)))
                    .boxed()
                    .toList();
            @Nullable Integer known = numbers.putIfAbsent(key, distinct.size());
            merged[i] = known == null ? distinct.size() : known;
            if (known == null) {
                distinct.add(order);
                distinctEnds.add(ends.get(i));
            }
        }
        return new ClientOrders(tables.table(merged), distinct, distinctEnds);
    }

    private static int[] completed(IntStream first, int size) {
        Set<Integer> order = new LinkedHashSet<>(first.boxed().toList());
        IntStream.range(0, size).forEach(order::add);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }
}
