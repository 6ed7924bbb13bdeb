package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.Json;
import io.proxima.control.ReleaseReport;
import io.proxima.control.When;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code releases}: asks a running server which releases were in force. */
@Command(
        description = "Say which releases were in force, since when, by whom and why; the latest first.",
        footer = {
            "",
            "* is in force, f is what the files say, - can no longer be put in force.",
            "Example: ./proxima releases --limit 5",
            "Exit codes: 0 told, 1 the server cannot be asked, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class ReleasesCommand implements Callable<Integer> {
    private static final int DIGITS = 12;

    private final Console console;

    @Mixin
    private final Remote remote;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    ReleasesCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            console.warn("proxima releases: --limit is at least 1");
            return ExitCodes.USAGE;
        }
        return remote.ask("releases", console, client -> {
            JsonNode document = console.during("asking " + client.base(), _ -> client.get("/v1/releases"));
            if (json) {
                console.say(Json.of(document));
            } else {
                lines(
                                JsonMapper.shared().treeToValue(document, ReleaseReport.class),
                                limit,
                                Terminal.current(System.getenv()))
                        .forEach(console::say);
            }
            return ExitCodes.DONE;
        });
    }

    /** A line a release, and one about the files where they are not served. */
    static List<String> lines(ReleaseReport report, int limit, Terminal terminal) {
        Table table = Table.of("", "llrll");
        for (ReleaseReport.Release one : report.releases().stream().limit(limit).toList()) {
            String mark = (one.current() ? "*" : " ") + (one.files() ? "f" : one.kept() ? " " : "-");
            String who = (one.author() == null ? "" : "by " + one.author())
                    + (one.reason() == null ? "" : ": " + one.reason());
            table.row(
                    mark + " " + shorter(one.release()),
                    When.text(Instant.parse(one.since())),
                    one.zones() == 1 ? "1 zone" : one.zones() + " zones",
                    changed(one),
                    who);
        }
        List<String> lines = new ArrayList<>(table.lines(terminal));
        if (report.files().differs()) {
            lines.add("the files are release " + shorter(report.files().release()) + " since "
                    + When.text(Instant.parse(report.files().since())) + ", which is not in force: "
                    + (report.files().held()
                            ? "another was put in its place (proxima activate takes the files again)"
                            : "they have errors (proxima status shows them)"));
        }
        return lines;
    }

    private static String changed(ReleaseReport.Release one) {
        Integer changes = one.changes();
        if (changes == null) {
            return "-";
        }
        List<String> shown = one.changed().stream().limit(3).toList();
        return String.join(", ", shown)
                + (changes > shown.size() ? (shown.isEmpty() ? "" : " and ") + (changes - shown.size()) + " more" : "");
    }

    static String shorter(String release) {
        return release.substring(0, Math.min(DIGITS, release.length()));
    }
}
