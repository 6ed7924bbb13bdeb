package io.proxima.geo;

import io.proxima.geo.Lines.OwnNetwork;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operator's networks, compiled: an address to an index into the chains of networks around it.
 *
 * @param chains by value of {@code map}, each with the longest prefix first; the first is empty
 */
record OwnNetworks(PrefixMap map, List<List<Own>> chains) {

    /** A network without its prefix. */
    record Own(String line, @Nullable Coordinates at, String file) {}

    private record Open(Prefix prefix, int chain) {}

    /** Sorted, every prefix comes right after those around it, so a stack of these is all there is to know. */
    static OwnNetworks compile(List<OwnNetwork> networks) {
        List<OwnNetwork> sorted = networks.stream()
                .sorted(Comparator.comparing(
                                (OwnNetwork network) -> network.prefix().ipv6())
                        .thenComparing(network -> network.prefix().high(), Long::compareUnsigned)
                        .thenComparing(network -> network.prefix().low(), Long::compareUnsigned)
                        .thenComparingInt(network -> network.prefix().length()))
                .toList();
        List<List<Own>> chains = new ArrayList<>(List.of(List.<Own>of()));
        Map<List<Own>, Integer> indexes = new HashMap<>();
        PrefixMap.Builder builder = PrefixMap.builder(0);
        Deque<Open> around = new ArrayDeque<>();
        for (OwnNetwork network : sorted) {
            while (!around.isEmpty() && !around.element().prefix.contains(network.prefix())) {
                around.pop();
            }
            List<Own> chain = new ArrayList<>();
            chain.add(new Own(network.line(), network.at(), network.file()));
            chain.addAll(chains.get(around.isEmpty() ? 0 : around.element().chain));
            Integer known = indexes.putIfAbsent(chain, chains.size());
            if (known == null) {
                chains.add(List.copyOf(chain));
            }
            int index = known == null ? chains.size() - 1 : known;
            builder.put(network.prefix(), index);
            around.push(new Open(network.prefix(), index));
        }
        return new OwnNetworks(builder.build(), List.copyOf(chains));
    }
}
