package io.proxima.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.proxima.geo.Coverage;
import io.proxima.geo.Facts;
import io.proxima.geo.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What there is to tell of lines: a document, which {@code lines --json} prints as it stands here. Keys are only ever added. */
public sealed interface LineReport {

    /**
     * Where an address falls.
     *
     * @param client as it was asked for
     * @param extent the prefix around its first address over which the same holds
     * @param lines every line that it falls on, the best first
     * @param facts what decided on them
     * @param files what each says, the operator's own networks first, the longest first
     */
    record Placement(String client, String extent, List<String> lines, Known facts, List<File> files)
            implements LineReport {

        /** The placement in a document, as {@code GET /v1/lines?address=} gives it. */
        public static Placement read(JsonNode document) {
            return JsonMapper.shared().treeToValue(document, Placement.class);
        }
    }

    /**
     * What is known of an address.
     *
     * @param coordinates latitude and longitude, or null
     */
    record Known(
            List<String> networks,
            @Nullable String country,
            List<String> subdivisions,
            @Nullable String continent,
            @Nullable String area,
            List<String> isps,
            @Nullable List<Double> coordinates) {

        static Known of(Facts facts) {
            return new Known(
                    facts.networks(),
                    facts.country(),
                    facts.subdivisions(),
                    facts.continent(),
                    facts.area(),
                    facts.isps(),
                    facts.coordinates() == null
                            ? null
                            : List.of(
                                    facts.coordinates().latitude(),
                                    facts.coordinates().longitude()));
        }
    }

    /**
     * What a file says in its own words.
     *
     * @param network that it speaks of, or null where it could not be read
     * @param problem why it says nothing, or null
     */
    record File(
            String file,
            @Nullable String network,
            Map<String, String> facts,
            @Nullable String problem) {

        static File of(Provenance source) {
            return new File(source.file(), Objects.toString(source.network(), null), source.facts(), source.problem());
        }
    }

    /**
     * What falls on the lines of one pool.
     *
     * @param nodes its nodes that choose by line, from the root down; none where it does not choose by line
     */
    record PoolLines(String pool, String zone, List<Node> nodes) implements LineReport {

        /** The lines in a document, as {@code GET /v1/lines?pool=} gives them. */
        public static PoolLines read(JsonNode document) {
            return JsonMapper.shared().treeToValue(document, PoolLines.class);
        }
    }

    /**
     * A node that chooses by line; it goes by the pool's name where it is the root, else by the group's.
     *
     * @param lines as they were declared
     * @param none those on which no address falls first
     * @param unknown what no file knows
     */
    record Node(String name, List<Line> lines, List<String> none, Count unknown) {

        static Node of(String name, Coverage coverage) {
            List<Line> lines = new ArrayList<>();
            Coverage.Addresses known = coverage.known();
            coverage.lines()
                    .forEach((line, on) -> lines.add(new Line(
                            line,
                            on.ipv4().longValueExact(),
                            on.sites(),
                            fraction(on.ipv4().doubleValue(), known.ipv4().doubleValue()),
                            fraction(on.sites(), known.sites()))));
            return new Node(
                    name,
                    lines,
                    coverage.lines().entrySet().stream()
                            .filter(line -> line.getValue().isNone())
                            .map(Map.Entry::getKey)
                            .toList(),
                    new Count(
                            coverage.unknown().ipv4().longValueExact(),
                            coverage.unknown().sites()));
        }

        private static double fraction(double part, double whole) {
            return whole == 0 ? 0 : part / whole;
        }
    }

    /** How much falls on a line first, and the shares of it of what the files know: 0 to 1. */
    record Line(
            String line,
            @JsonProperty("ipv4_addresses") long ipv4Addresses,
            @JsonProperty("ipv6_48s") double ipv6Sites,
            @JsonProperty("ipv4_share") double ipv4Share,
            @JsonProperty("ipv6_share") double ipv6Share) {}

    /** So many addresses and /48s. */
    record Count(
            @JsonProperty("ipv4_addresses") long ipv4Addresses,
            @JsonProperty("ipv6_48s") double ipv6Sites) {}
}
