package io.proxima.cli;

import io.proxima.geo.Coverage;
import io.proxima.geo.Facts;
import io.proxima.geo.Provenance;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Reports of {@code lines} as people and programs read them. */
final class LineText {
    private LineText() {}

    static List<String> of(LineReport report, boolean json) {
        return switch (report) {
            case LineReport.Placement placement ->
                json ? List.of(object(placement).encodePrettily()) : text(placement);
            case LineReport.PoolLines pool -> json ? List.of(object(pool).encodePrettily()) : text(pool);
        };
    }

    private static List<String> text(LineReport.Placement placement) {
        List<String> text = new ArrayList<>();
        text.add(placement.client() + " falls on these lines, the best first:");
        placement.lines().forEach(line -> text.add("  " + line));
        Map<String, String> facts = facts(placement.facts());
        text.add(facts.isEmpty() ? "Nothing is known of it." : "What is known of it, and decides:");
        facts.forEach((name, value) -> text.add("  %-12s %s".formatted(name, value)));
        if (!placement.sources().isEmpty()) {
            text.add("What the files say, the first that knows a fact gives it:");
        }
        for (Provenance source : placement.sources()) {
            text.add("  " + source.file() + (source.network() == null ? "" : ", " + source.network())
                    + (source.problem() == null ? "" : ": " + source.problem()));
            source.facts().forEach((key, value) -> {
                if (!value.isBlank()) {
                    text.add("    " + key + ": " + value);
                }
            });
        }
        text.add("The same holds for " + placement.extent() + ".");
        return text;
    }

    private static Map<String, String> facts(Facts facts) {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("network", String.join(", ", facts.networks()));
        text.put("country", Objects.requireNonNullElse(facts.country(), ""));
        text.put("province", String.join(", ", facts.subdivisions()));
        text.put("area", Objects.requireNonNullElse(facts.area(), ""));
        text.put("continent", Objects.requireNonNullElse(facts.continent(), ""));
        text.put("ISP", String.join(", ", facts.isps()));
        text.put(
                "coordinates",
                facts.coordinates() == null
                        ? ""
                        : facts.coordinates().latitude() + ", "
                                + facts.coordinates().longitude());
        text.values().removeIf(String::isEmpty);
        return text;
    }

    private static JsonObject object(LineReport.Placement placement) {
        Facts facts = placement.facts();
        JsonObject known = new JsonObject()
                .put("networks", new JsonArray(facts.networks()))
                .put("country", facts.country())
                .put("subdivisions", new JsonArray(facts.subdivisions()))
                .put("continent", facts.continent())
                .put("area", facts.area())
                .put("isps", new JsonArray(facts.isps()));
        if (facts.coordinates() != null) {
            known.put(
                    "coordinates",
                    JsonArray.of(
                            facts.coordinates().latitude(), facts.coordinates().longitude()));
        }
        JsonArray files = new JsonArray();
        placement
                .sources()
                .forEach(source -> files.add(new JsonObject()
                        .put("file", source.file())
                        .put("network", Objects.toString(source.network(), null))
                        .put("facts", new JsonObject(new LinkedHashMap<>(source.facts())))
                        .put("problem", source.problem())));
        return new JsonObject()
                .put("client", placement.client())
                .put("extent", placement.extent())
                .put("lines", new JsonArray(placement.lines()))
                .put("facts", known)
                .put("files", files);
    }

    private static List<String> text(LineReport.PoolLines pool) {
        List<String> text = new ArrayList<>();
        for (LineReport.Node node : pool.nodes()) {
            Coverage coverage = node.coverage();
            text.add("%s of %s, in shares of the addresses that the files know:".formatted(node.name(), pool.zone()));
            int width = Stream.concat(Stream.of("line"), coverage.lines().keySet().stream())
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            String row = "  %-" + width + "s  %14s  %9s  %14s  %9s";
            text.add(row.formatted("line", "IPv4 addresses", "share", "IPv6 /48s", "share"));
            Coverage.Addresses known = coverage.known();
            coverage.lines()
                    .forEach((line, addresses) -> text.add(row.formatted(
                            line,
                            String.format(Locale.ROOT, "%,d", addresses.ipv4()),
                            share(addresses.ipv4().doubleValue(), known.ipv4().doubleValue()),
                            sites(addresses.sites()),
                            share(addresses.sites(), known.sites()))));
            List<String> none = none(coverage);
            if (!none.isEmpty()) {
                text.add("No address falls on " + String.join(", ", none) + " first.");
            }
            text.add(String.format(
                    Locale.ROOT,
                    "No file knows %,d IPv4 addresses and %s /48s; they fall on default.",
                    coverage.unknown().ipv4(),
                    sites(coverage.unknown().sites())));
        }
        return text;
    }

    private static List<String> none(Coverage coverage) {
        return coverage.lines().entrySet().stream()
                .filter(line -> line.getValue().isNone())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String sites(double sites) {
        return sites == Math.rint(sites)
                ? String.format(Locale.ROOT, "%,.0f", sites)
                : sites < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%,.3f", sites);
    }

    private static String share(double part, double whole) {
        double percent = 100 * fraction(part, whole);
        return percent > 0 && percent < 0.01 ? "<0.01 %" : String.format(Locale.ROOT, "%.2f %%", percent);
    }

    private static JsonObject object(LineReport.PoolLines pool) {
        JsonArray nodes = new JsonArray();
        for (LineReport.Node node : pool.nodes()) {
            Coverage coverage = node.coverage();
            JsonArray lines = new JsonArray();
            coverage.lines()
                    .forEach((line, addresses) ->
                            lines.add(new JsonObject().put("line", line).mergeIn(object(addresses, coverage.known()))));
            nodes.add(new JsonObject()
                    .put("name", node.name())
                    .put("lines", lines)
                    .put("none", new JsonArray(none(coverage)))
                    .put("unknown", counts(coverage.unknown())));
        }
        return new JsonObject()
                .put("pool", pool.pool())
                .put("zone", pool.zone())
                .put("nodes", nodes);
    }

    private static JsonObject object(Coverage.Addresses addresses, Coverage.Addresses known) {
        return counts(addresses)
                .put(
                        "ipv4_share",
                        fraction(addresses.ipv4().doubleValue(), known.ipv4().doubleValue()))
                .put("ipv6_share", fraction(addresses.sites(), known.sites()));
    }

    private static JsonObject counts(Coverage.Addresses addresses) {
        return new JsonObject()
                .put("ipv4_addresses", addresses.ipv4().longValueExact())
                .put("ipv6_48s", addresses.sites());
    }

    private static double fraction(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
