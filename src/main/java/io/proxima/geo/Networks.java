package io.proxima.geo;

import io.proxima.net.Prefix;
import io.proxima.net.PrefixRows;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An operator's own networks. There may be millions of them and few lines among them, so they stand in columns. */
final class Networks {
    static final Networks NONE = new Networks(new PrefixRows(), new int[0], new int[0], List.of());

    private final PrefixRows prefixes;
    private final int[] rows;
    private final int[] kinds;
    private final List<Own> own;

    /**
     * Networks; the arrays are not to be changed any more.
     *
     * @param rows those of {@code prefixes} that count, in order, each prefix once
     * @param kinds by row, its place in {@code own}
     * @param own what networks are, each once
     */
    Networks(PrefixRows prefixes, int[] rows, int[] kinds, List<Own> own) {
        this.prefixes = prefixes;
        this.rows = rows;
        this.kinds = kinds;
        this.own = own;
    }

    /**
     * A network without its prefix.
     *
     * @param line a name of its own, or a line of places and ISPs that the network is put on; empty for none
     * @param site the name of the site that it is at, or null
     * @param at where it is, or null
     * @param file where it was written
     */
    record Own(String line, @Nullable String site, @Nullable Coordinates at, String file) {}

    PrefixRows prefixes() {
        return prefixes;
    }

    /** The rows that count, in order. */
    int[] rows() {
        return rows;
    }

    /** A number of what the network in a row is. */
    int kind(int row) {
        return kinds[row];
    }

    /** What a number of {@link #kind} means. */
    Own own(int kind) {
        return own.get(kind);
    }

    /** The lines that networks are on. */
    Stream<String> lines() {
        return own.stream().map(Own::line).filter(line -> !line.isEmpty()).distinct();
    }

    /** The rows of the networks around an address, the longest first. */
    List<Integer> around(Prefix address) {
        return IntStream.of(rows)
                .filter(row -> prefixes.contains(row, address))
                .boxed()
                .collect(Collectors.toList())
                .reversed();
    }
}
