package io.proxima.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A {@code TrialReport}'s document in words, for operators. */
public final class TrialText {
    private static final int PARTS = 12;
    private static final int MEMBERS = 24;
    private static final int ENTRIES = 40;

    private final List<String> lines = new ArrayList<>();

    private TrialText() {}

    /** The lines of a report. */
    public static List<String> of(JsonNode report) {
        TrialText text = new TrialText();
        text.write(report);
        return text.lines;
    }

    private void write(JsonNode report) {
        JsonNode sample = report.path("sample");
        double rate = sample.path("rate").asDouble(0);
        lines.add(
                report.path("before").asString() + " -> " + report.path("after").asString());
        lines.add("asked: " + sample.path("queries").asInt(0) + " queries, "
                + sample.path("source").asString()
                + (rate > 0 ? String.format(Locale.ROOT, ", at %.1f a second", rate) : ""));
        lines.add(percent(report.path("changed")) + " of the answers would lead elsewhere"
                + (report.path("exact").asBoolean(true) ? "" : " (some pools' chances counted over 20,000 draws)"));
        flows(report.path("flows"), "  ");
        parts("by line", report.path("lines"));
        parts("by name", report.path("names"));
        members(report.path("members"), rate);
        section("left with one healthy member, or none", report.path("thin"), ENTRIES, TrialText::thin);
        section(
                "another kind of answer",
                report.path("outcomes"),
                ENTRIES,
                turn -> name(turn) + ": " + turn.path("before").asString() + " -> "
                        + turn.path("after").asString() + share(turn.path("share")));
        section(
                "another TTL",
                report.path("ttls"),
                ENTRIES,
                ttl -> name(ttl) + ": " + seconds(ttl.path("before")) + " -> " + seconds(ttl.path("after")));
    }

    /** One entry of a list, in words. */
    private interface Words {
        String of(JsonNode entry);
    }

    private void section(String title, JsonNode entries, int most, Words words) {
        if (entries.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(title + ":");
        int shown = 0;
        for (JsonNode entry : entries) {
            if (shown++ == most) {
                lines.add("  and " + (entries.size() - most) + " more (--json has them)");
                return;
            }
            lines.add("  " + words.of(entry));
        }
    }

    private void flows(JsonNode flows, String indent) {
        flows.forEach(flow -> lines.add(indent + percent(flow.path("share")) + "  "
                + flow.path("from").asString() + " -> " + flow.path("to").asString()));
    }

    private void parts(String title, JsonNode parts) {
        List<JsonNode> changed = new ArrayList<>();
        parts.forEach(part -> {
            if (part.path("changed").asDouble(0) > 0) {
                changed.add(part);
            }
        });
        if (changed.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(title + ":");
        changed.stream().limit(PARTS).forEach(part -> {
            lines.add("  " + part.path("name").asString() + ": " + percent(part.path("changed")) + " of its answers, "
                    + percent(part.path("share")) + " of all");
            flows(part.path("flows"), "    ");
        });
        if (changed.size() > PARTS) {
            lines.add("  and " + (changed.size() - PARTS) + " more (--json has them)");
        }
    }

    private void members(JsonNode members, double rate) {
        section(
                "members over their capacity",
                only(members, true),
                ENTRIES,
                member -> member.path("member").asString()
                        + String.format(
                                Locale.ROOT,
                                ": %.1f a second of %d, before %.1f",
                                member.path("rate").asDouble(0),
                                member.path("capacity").asInt(0),
                                member.path("rateBefore").asDouble(0)));
        section("members", only(members, false), MEMBERS, member -> load(member, rate));
    }

    private static String load(JsonNode member, double rate) {
        String shares = percent(member.path("before")) + " -> " + percent(member.path("after"));
        String capacity = member.path("capacity").isNumber()
                ? " of " + member.path("capacity").asInt(0)
                : "";
        return member.path("member").asString() + ": " + shares
                + (rate > 0
                        ? String.format(
                                Locale.ROOT,
                                ", %.1f a second%s",
                                member.path("rate").asDouble(0),
                                capacity)
                        : "");
    }

    /** Those that are over their capacity, or those of the others of which anything becomes different. */
    private static JsonNode only(JsonNode members, boolean over) {
        List<JsonNode> kept = new ArrayList<>();
        members.forEach(member -> {
            boolean moves = Math.abs(member.path("after").asDouble(0)
                            - member.path("before").asDouble(0))
                    > 1e-9;
            if (member.path("over").asBoolean(false) == over && (over || moves)) {
                kept.add(member);
            }
        });
        return Json.tree(kept);
    }

    private static String thin(JsonNode thin) {
        int before = thin.path("before").asInt(-1);
        String instead = thin.path("instead").isString()
                ? ", " + thin.path("instead").asString() + " answers in their place"
                : "";
        return name(thin) + ": " + thin.path("after").asInt(0) + " of "
                + thin.path("of").asInt(0) + (before < 0 ? "" : ", " + before + " before") + instead;
    }

    private static String name(JsonNode entry) {
        return entry.path("name").asString() + " " + entry.path("type").asString();
    }

    private static String seconds(JsonNode ttl) {
        return ttl.asLong(-1) < 0 ? "none" : ttl.asLong(0) + " s";
    }

    private static String share(JsonNode share) {
        return share.asDouble(0) == 0 ? "" : ", " + percent(share) + " of all";
    }

    private static String percent(JsonNode share) {
        return String.format(Locale.ROOT, "%.2f %%", share.asDouble(0) * 100);
    }
}
