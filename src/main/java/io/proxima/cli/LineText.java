package io.proxima.cli;

import io.proxima.control.LineReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports of {@code lines} as people read them. */
final class LineText {
    private LineText() {}

    static List<String> of(LineReport report, Terminal terminal) {
        return switch (report) {
            case LineReport.Placement placement -> text(placement);
            case LineReport.PoolLines pool -> text(pool, terminal);
        };
    }

    private static List<String> text(LineReport.Placement placement) {
        List<String> text = new ArrayList<>();
        text.add(placement.client() + " falls on these lines, the best first:");
        placement.lines().forEach(line -> text.add("  " + line));
        Map<String, String> facts = facts(placement.facts());
        text.add(facts.isEmpty() ? "Nothing is known of it." : "What is known of it, and decides:");
        facts.forEach((name, value) -> text.add("  %-12s %s".formatted(name, value)));
        if (!placement.files().isEmpty()) {
            text.add("What the files say, the first that knows a fact gives it:");
        }
        for (LineReport.File source : placement.files()) {
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

    private static Map<String, String> facts(LineReport.Known facts) {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("network", String.join(", ", facts.networks()));
        text.put("country", Objects.requireNonNullElse(facts.country(), ""));
        text.put("province", String.join(", ", facts.subdivisions()));
        text.put("area", Objects.requireNonNullElse(facts.area(), ""));
        text.put("continent", Objects.requireNonNullElse(facts.continent(), ""));
        text.put("ISP", String.join(", ", facts.isps()));
        text.put("coordinates", coordinates(facts.coordinates()));
        text.values().removeIf(String::isEmpty);
        return text;
    }

    private static String coordinates(@Nullable List<Double> coordinates) {
        return coordinates == null
                ? ""
                : coordinates.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static List<String> text(LineReport.PoolLines pool, Terminal terminal) {
        List<String> text = new ArrayList<>();
        for (LineReport.Node node : pool.nodes()) {
            text.add("%s of %s, in shares of the addresses that the files know:".formatted(node.name(), pool.zone()));
            Table table = Table.of("  ", "lrrrr").row("line", "IPv4 addresses", "share", "IPv6 /48s", "share");
            for (LineReport.Line line : node.lines()) {
                table.row(
                        line.line(),
                        String.format(Locale.ROOT, "%,d", line.ipv4Addresses()),
                        share(line.ipv4Share()),
                        sites(line.ipv6Sites()),
                        share(line.ipv6Share()));
            }
            text.addAll(table.lines(terminal));
            if (!node.none().isEmpty()) {
                text.add("No address falls on " + String.join(", ", node.none()) + " first.");
            }
            text.add(String.format(
                    Locale.ROOT,
                    "No file knows %,d IPv4 addresses and %s /48s; they fall on default.",
                    node.unknown().ipv4Addresses(),
                    sites(node.unknown().ipv6Sites())));
        }
        return text;
    }

    private static String sites(double sites) {
        return sites == Math.rint(sites)
                ? String.format(Locale.ROOT, "%,.0f", sites)
                : sites < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%,.3f", sites);
    }

    private static String share(double fraction) {
        double percent = 100 * fraction;
        return percent > 0 && percent < 0.01 ? "<0.01 %" : String.format(Locale.ROOT, "%.2f %%", percent);
    }
}
