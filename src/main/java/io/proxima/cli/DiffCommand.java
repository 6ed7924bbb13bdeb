package io.proxima.cli;

import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.diff.ReleaseDiff;
import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.ControlException;
import io.proxima.control.DiffDesk;
import io.proxima.control.Json;
import io.proxima.source.Findings;
import io.proxima.store.Comparison;
import io.proxima.store.StoreException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code diff}: what differs between two releases, read from the state folder, or asked of a server with {@code --url}. */
@Command(
        description =
                "Say what differs between two releases: records, policies, lines, databases; not how files spell it.",
        footer = {
            "",
            "RELEASE: at least 4 digits of a release's hash, current, previous, or files (what lies in the folders now).",
            "Example: ./proxima diff previous current",
            "Exit codes, as diff(1): 0 no difference, 1 some, 2 it cannot be said."
        },
        exitCodeOnInvalidInput = DiffCommand.TROUBLE,
        exitCodeOnExecutionException = DiffCommand.TROUBLE,
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
    static final int TROUBLE = 2;

    /** Two zones of millions are read for it. */
    private static final Duration FOUND_WITHIN = Duration.ofMinutes(5);

    private static final String COMPARING = "comparing releases";

    private static final int SAME = 0;
    private static final int DIFFERENT = 1;
    private static final int SHOWN = 1_000;

    private final Console console;

    @Mixin
    private final Remote remote;

    @Parameters(
            index = "0",
            paramLabel = "RELEASE",
            arity = "0..1",
            defaultValue = "current",
            description = "The one before. Default: current.")
    private String from = "current";

    @Parameters(
            index = "1",
            paramLabel = "RELEASE",
            arity = "0..1",
            defaultValue = "files",
            description = "The one after. Default: files.")
    private String to = Comparison.FILES;

    @Option(names = "--all", description = "Every change; without it the first " + SHOWN + ", and how many there are.")
    private boolean all;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    private boolean told;

    DiffCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!remote.named()) {
            return remote.config().map(this::here).orElse(TROUBLE);
        }
        int code = remote.ask("diff", console, this::there);
        return code > DIFFERENT || !told ? TROUBLE : code;
    }

    private int there(ControlClient client) throws ControlException {
        String path = "/v1/releases/diff?from=" + URLEncoder.encode(from, StandardCharsets.UTF_8) + "&to="
                + URLEncoder.encode(to, StandardCharsets.UTF_8) + "&limit=" + (all ? DiffDesk.MOST : SHOWN);
        return say(JsonMapper.shared()
                .treeToValue(console.during(COMPARING, _ -> client.get(path, FOUND_WITHIN)), ReleaseDiff.class));
    }

    private int here(ServerConfig config) {
        ReleaseFiles files = new ReleaseFiles(
                config.zones(),
                config.geo().databases(),
                config.geo().lines(),
                config.geo().home(),
                config.state());
        Findings findings = new Findings();
        try {
            Optional<ReleaseDiff> diff = compared(new Comparison(files, config.state()), findings);
            if (diff.isPresent()) {
                return say(diff.get());
            }
            console.report(findings);
            console.warn("proxima diff: what differs cannot be said until this is mended");
        } catch (StoreException e) {
            console.warn("proxima diff: " + e.getMessage());
        } catch (IOException e) {
            console.warn("proxima diff: it cannot be read: " + e);
        }
        return TROUBLE;
    }

    private Optional<ReleaseDiff> compared(Comparison comparison, Findings findings)
            throws IOException, StoreException {
        try (Progress _ = console.waiting(COMPARING)) {
            return comparison.of(from, to, all ? Integer.MAX_VALUE : SHOWN, findings);
        }
    }

    private int say(ReleaseDiff diff) {
        told = true;
        if (json) {
            console.say(Json.of(diff));
        } else {
            DiffText.of(diff, Terminal.current(System.getenv())).forEach(console::say);
        }
        return diff.same() ? SAME : DIFFERENT;
    }
}
