package io.proxima.cli;

import io.proxima.geo.Coverage;
import io.proxima.geo.Facts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    record Placement(String client, String extent, List<String> lines, Facts facts, List<Source> sources)
            implements LineReport {}

    /**
     * What one file says of an address.
     *
     * @param network the prefix that it speaks of, or null where it could not be read
     * @param facts by the file's own keys
     * @param problem why it says nothing, or null
     */
    record Source(
            String file,
            @Nullable String network,
            Map<String, String> facts,
            @Nullable String problem) {}

    /**
     * What falls on the lines of one pool.
     *
     * @param nodes its nodes that choose by line, from the root down; none where it does not choose by line
     */
    record PoolLines(String pool, String zone, List<Node> nodes) implements LineReport {}

    /** A node that chooses by line; it goes by the pool's name where it is the root, else by the group's. */
    record Node(String name, Coverage coverage) {}
}
