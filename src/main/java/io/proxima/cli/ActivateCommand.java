package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.ControlException;
import io.proxima.control.Json;
import io.proxima.control.ReleaseAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code activate}: has a running server look at its files now. */
@Command(
        description = "Have a running server look at its files now, and serve them.",
        footer = {
            "",
            "Exit codes: 0 the files are in force, 1 the server cannot be asked or some replica did not get there in time, 2 the command line"
                    + " is wrong, 3 the files have errors and what was in force stays."
        },
        mixinStandardHelpOptions = true)
final class ActivateCommand implements Callable<Integer> {
    /** Reading and compiling a zone of millions takes its time. */
    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final Console console;

    @Mixin
    private final Remote remote;

    @Option(names = "--wait", description = "Return only when no listener answers from before any more.")
    private boolean wait;

    @Option(
            names = "--everywhere",
            description = "Return only when that is so on every replica that is alive; implies --wait.")
    private boolean everywhere;

    @Option(names = "--why", paramLabel = "TEXT", description = "What others are told when they ask why.")
    private @Nullable String why;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    ActivateCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        return remote.ask("activate", console, client -> {
            Map<String, Object> order = new LinkedHashMap<>();
            order.put("files", true);
            order.put("wait", everywhere ? "everywhere" : wait);
            return order(client, order, why, json, console);
        });
    }

    /** Sends an order, and says what came of it; gives the exit code. */
    static int order(
            ControlClient client, Map<String, Object> order, @Nullable String why, boolean json, Console console)
            throws ControlException {
        if (why != null) {
            order.put("why", why);
        }
        order.put("author", System.getProperty("user.name"));
        JsonNode document = client.post("/v1/releases", order, WITHIN);
        ReleaseAnswer answer = JsonMapper.shared().treeToValue(document, ReleaseAnswer.class);
        if (json) {
            console.say(Json.of(document));
        } else {
            answer.warnings().forEach(console::warn);
            console.say("release " + ReleasesCommand.shorter(answer.release())
                    + (answer.outcome().equals("active") ? " is in force" : " was in force already"));
        }
        if (Boolean.FALSE.equals(answer.answering())) {
            console.warn("some listener may still answer from before");
            return ExitCode.SOFTWARE;
        }
        return everywhere(answer.everywhere(), json, console) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** Says who answers and who does not; whether all do. */
    private static boolean everywhere(ReleaseAnswer.@Nullable Everywhere everywhere, boolean json, Console console) {
        if (everywhere == null) {
            return true;
        }
        if (!json) {
            console.say("answering from it: " + String.join(", ", everywhere.answering()));
        }
        everywhere.missing().forEach(one -> console.warn(one.node() + " does not: " + one.why()));
        if (everywhere.unheard() > 0) {
            console.warn("not heard of: " + everywhere.unheard()
                    + (everywhere.unheard() == 1 ? " replica" : " replicas") + " of those configured");
        }
        return everywhere.missing().isEmpty();
    }
}
