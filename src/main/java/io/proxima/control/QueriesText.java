package io.proxima.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A {@code QueryReport}'s document in words, for operators. */
public final class QueriesText {
    private QueriesText() {}

    /** The lines of a report. */
    public static List<String> of(JsonNode report) {
        List<String> lines = new ArrayList<>();
        report.path("listeners")
                .forEach(listener -> lines.add(String.format(
                        Locale.ROOT,
                        "%s %s: %.1f a second, %d in all",
                        listener.path("transport").asString(),
                        listener.path("address").asString(),
                        listener.path("rate").asDouble(0),
                        listener.path("received").asLong(0))));
        if (!report.path("sampling").asBoolean(false)) {
            lines.add("no query is sampled (samples: off)");
            return lines;
        }
        lines.add(String.format(
                Locale.ROOT,
                "sampled: %d of %d queries since %s, %.1f a second; %.2f %% with a client subnet",
                report.path("sampled").asInt(0),
                report.path("total").asLong(0),
                report.path("since").asString(),
                report.path("rate").asDouble(0),
                report.path("subnets").asDouble(0) * 100));
        section(lines, "names", report.path("names"), "  ");
        section(lines, "types", report.path("types"), "  ");
        section(lines, "answered", report.path("outcomes"), "  ");
        section(lines, "lines of clients", report.path("lines"), "  ");
        JsonNode steered = report.path("steered");
        if (!steered.isEmpty()) {
            lines.add("");
            lines.add("expected shares of steered names:");
            steered.forEach(name -> {
                lines.add("  " + name.path("name").asString());
                shares(lines, name.path("members"), "    ");
            });
        }
        return lines;
    }

    private static void section(List<String> lines, String title, JsonNode shares, String indent) {
        if (!shares.isEmpty()) {
            lines.add("");
            lines.add(title + ":");
            shares(lines, shares, indent);
        }
    }

    private static void shares(List<String> lines, JsonNode shares, String indent) {
        shares.forEach(share -> lines.add(indent
                + String.format(
                        Locale.ROOT,
                        "%6.2f %%  %s",
                        share.path("share").asDouble(0) * 100,
                        share.path("name").asString())));
    }
}
