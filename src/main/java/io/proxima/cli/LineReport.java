package io.proxima.cli;

import io.proxima.geo.Coverage;
import io.proxima.geo.Facts;
import io.proxima.geo.Provenance;
import java.util.List;

/** What {@code lines} has to tell. */
public sealed interface LineReport {

    /**
     * Where an address falls.
     *
     * @param client as it was asked for
     * @param extent the prefix around its first address over which the same holds
     * @param lines every line that it falls on, the best first
     * @param facts what decided on them
     * @param sources what each file says, the operator's own networks first, the longest first
     */
    record Placement(String client, String extent, List<String> lines, Facts facts, List<Provenance> sources)
            implements LineReport {}

    /**
     * What falls on the lines of one pool.
     *
     * @param nodes its nodes that choose by line, from the root down; none where it does not choose by line
     */
    record PoolLines(String pool, String zone, List<Node> nodes) implements LineReport {}

    /** A node that chooses by line; it goes by the pool's name where it is the root, else by the group's. */
    record Node(String name, Coverage coverage) {}
}
