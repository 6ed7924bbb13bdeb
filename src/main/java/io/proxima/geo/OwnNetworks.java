package io.proxima.geo;

import io.proxima.geo.Networks.Own;
import io.proxima.net.PrefixMap;
import io.proxima.net.PrefixRows;
import java.util.ArrayList;
import java.util.List;

/**
 * An operator's networks, compiled: an address to an index into the chains of networks around it.
 *
 * @param chains by value of {@code map}, each with the longest prefix first; the first is empty
 */
record OwnNetworks(PrefixMap map, List<List<Own>> chains) {
    /** As many networks can be around one another: those of a family differ in length. */
    private static final int DEPTH = 129;

    /** In order, every prefix comes right after those around it, so a stack of these is all there is to know. */
    static OwnNetworks compile(Networks networks) {
        List<List<Own>> chains = new ArrayList<>(List.of(List.<Own>of()));
        NumberTable known = new NumberTable();
        PrefixRows prefixes = networks.prefixes();
        int[] chainOf = new int[prefixes.size()];
        int[] around = new int[DEPTH];
        int depth = 0;
        for (int row : networks.rows()) {
            while (depth > 0 && !prefixes.contains(around[depth - 1], row)) {
                depth--;
            }
            int outer = depth == 0 ? 0 : chainOf[around[depth - 1]];
            int kind = networks.kind(row);
            long key = (long) outer << Integer.SIZE | kind;
            int chain = known.get(key);
            if (chain < 0) {
                List<Own> longer = new ArrayList<>(List.of(networks.own(kind)));
                longer.addAll(chains.get(outer));
                chain = chains.size();
                chains.add(List.copyOf(longer));
                known.put(key, chain);
            }
            chainOf[row] = chain;
            around[depth++] = row;
        }
        return new OwnNetworks(PrefixMap.of(0, prefixes, networks.rows(), chainOf), List.copyOf(chains));
    }
}
