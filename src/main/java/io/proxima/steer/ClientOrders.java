package io.proxima.steer;

import io.proxima.geo.LineMap;
import io.proxima.geo.SiteMap;
import io.proxima.net.PrefixMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
 */
record ClientOrders(PrefixMap classes, List<int[]> orders) {

    /**
     * By line: the children whose lines match, best first, then the rest as written.
     *
     * @param lines by child position
     */
    static ClientOrders byLine(LineMap map, List<String> lines) {
        return merged(
                map.classes(),
                map.linesOfClass().stream()
                        .map(matching -> completed(
                                matching.stream()
                                        .flatMapToInt(line -> IntStream.range(0, lines.size())
                                                .filter(i -> lines.get(i).equals(line))),
                                lines.size()))
                        .toList());
    }

    /**
     * By distance: the children at the nearest sites, then the rest as written.
     *
     * @param placed the child positions that stand for the map's sites
     * @param size how many children there are
     */
    static ClientOrders byDistance(SiteMap map, int[] placed, int size) {
        return merged(
                map.classes(),
                map.nearestOfClass().stream()
                        .map(nearest -> completed(IntStream.of(nearest).map(i -> placed[i]), size))
                        .toList());
    }

    /** Clients with one order are one class. */
    private static ClientOrders merged(PrefixMap classes, List<int[]> orders) {
        Map<List<Integer>, Integer> numbers = new LinkedHashMap<>();
        List<int[]> distinct = new ArrayList<>();
        int[] merged = new int[orders.size()];
        for (int i = 0; i < merged.length; i++) {
            int[] order = orders.get(i);
            List<Integer> key = Arrays.stream(order).boxed().toList();
            @Nullable Integer known = numbers.putIfAbsent(key, distinct.size());
            merged[i] = known == null ? distinct.size() : known;
            if (known == null) {
                distinct.add(order);
            }
        }
        return distinct.size() == merged.length
                ? new ClientOrders(classes, orders)
                : new ClientOrders(classes.map(known -> merged[known]), List.copyOf(distinct));
    }

    private static int[] completed(IntStream first, int size) {
        Set<Integer> order = new LinkedHashSet<>(first.boxed().toList());
        IntStream.range(0, size).forEach(order::add);
        return order.stream().mapToInt(Integer::intValue).toArray();
    }
}
