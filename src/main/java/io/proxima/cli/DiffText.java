package io.proxima.cli;

import io.proxima.catalog.diff.Change;
import io.proxima.catalog.diff.ReleaseDiff;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A difference as a reviewer reads it: a line a change, under what it belongs to. */
final class DiffText {
    private DiffText() {}

    static List<String> of(ReleaseDiff diff, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        String from = ReleasesCommand.shorter(diff.from());
        String to = ReleasesCommand.shorter(diff.to());
        if (diff.same()) {
            lines.add(from + " and " + to + " mean the same");
            return lines;
        }
        lines.add(from + " → " + to);
        String heading = "";
        for (Change change : diff.changes()) {
            String now = heading(change);
            if (!now.equals(heading)) {
                lines.add(now);
                heading = now;
            }
            lines.add(coloured(terminal.fit("  " + line(change)), change, terminal));
        }
        long left = diff.total() - diff.changes().size();
        if (left > 0) {
            lines.add("  … and " + left + " more (--all shows them)");
        }
        lines.add(diff.added() + " added, " + diff.removed() + " removed, " + diff.changed() + " changed");
        return lines;
    }

    private static String heading(Change change) {
        return switch (change.part()) {
            case ZONE -> "zones";
            case RECORDS, SERIAL -> "zone " + change.zone();
            case POLICY -> "policy of " + change.zone();
            case LINES -> "lines";
            case DATABASES -> "databases";
            case FILES -> "files";
        };
    }

    /** {@code ~ www.example.com. A ttl 60 → 30}, {@code + …}, {@code - …}. */
    private static String line(Change change) {
        @Nullable String before = change.before();
        @Nullable String after = change.after();
        if (before == null) {
            return ("+ " + change.subject() + " " + after).stripTrailing();
        }
        return after == null
                ? ("- " + change.subject() + " " + before).stripTrailing()
                : "~ " + change.subject() + " " + before + " → " + after;
    }

    private static String coloured(String line, Change change, Terminal terminal) {
        if (!terminal.colour()) {
            return line;
        }
        Colour colour = change.before() == null ? Colour.GREEN : change.after() == null ? Colour.RED : Colour.YELLOW;
        return colour.paint(line, 0, line.length());
    }
}
