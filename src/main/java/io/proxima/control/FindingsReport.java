package io.proxima.control;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is wrong with files: one document, which {@code check --json} prints as it stands here. Keys are only ever added to a
 * version.
 *
 * @param version of this document: 1
 * @param errors how many stand in the way of serving
 * @param findings by place
 */
public record FindingsReport(int version, int errors, int warnings, List<Entry> findings) {
    private static final int VERSION = 1;

    /**
     * One finding.
     *
     * @param level {@code error} or {@code warning}
     * @param line from 1
     * @param column from 1
     * @param hint what could be done about it, or null
     */
    public record Entry(
            String level,
            String file,
            int line,
            int column,
            String message,
            @Nullable String hint) {

        private static Entry of(Finding finding) {
            return new Entry(
                    finding.level().name().toLowerCase(Locale.ROOT),
                    finding.place().file(),
                    finding.place().line(),
                    finding.place().column(),
                    finding.message(),
                    finding.hint());
        }

        private boolean isError() {
            return level.equals("error");
        }

        private boolean concerns(String zone) {
            String apex = zone.equals(".") ? "root" : zone.endsWith(".") ? zone.substring(0, zone.length() - 1) : zone;
            String name = String.valueOf(Path.of(file).getFileName());
            return name.equals(apex + ".zone") || name.equals(apex + ".policy.yaml") || name.equals(apex + ".expect");
        }

        /** The finding as people read it, on one line whatever it quotes. */
        @Override
        public String toString() {
            return new Finding(
                            new Place(file, line, column),
                            isError() ? Finding.Level.ERROR : Finding.Level.WARNING,
                            message,
                            hint)
                    .toString();
        }
    }

    /** All that was found. */
    public static FindingsReport of(Findings findings) {
        return of(findings.sorted().stream().map(Entry::of).toList());
    }

    private static FindingsReport of(List<Entry> entries) {
        int errors = (int) entries.stream().filter(Entry::isError).count();
        return new FindingsReport(VERSION, errors, entries.size() - errors, entries);
    }

    /** The report in a document, as {@code GET /v1/findings} gives it. */
    public static FindingsReport read(JsonNode document) {
        return JsonMapper.shared().treeToValue(document, FindingsReport.class);
    }

    /** What is in the files of some zones; all where none is named. */
    public FindingsReport only(List<String> zones) {
        return zones.isEmpty()
                ? this
                : of(findings.stream()
                        .filter(entry -> zones.stream().anyMatch(entry::concerns))
                        .toList());
    }
}
