package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.Json;
import io.proxima.control.Status;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code status}: asks a running server how it stands. */
@Command(
        description =
                "Say how a running server stands: replicas, pools, and of each address verdict, votes, last change and why.",
        footer = {
            "",
            "Example: ./proxima status --pool edge --down",
            "Exit codes: 0 told, 1 the server cannot be asked, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final Remote remote;

    @Option(names = "--pool", paramLabel = "POOL", description = "Only this pool: edge, or example.com./edge.")
    private @Nullable String pool;

    @Option(names = "--down", description = "Only what is down or contested.")
    private boolean down;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    StatusCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        return remote.ask(
                "status",
                console,
                client -> told(
                        Status.read(console.during("asking " + client.base(), _ -> client.get("/v1/status"))),
                        client.base()));
    }

    private int told(Status status, URI server) {
        if (status.version() < 1) {
            console.warn("proxima status: what answers at " + server + " is no Proxima");
            return ExitCode.SOFTWARE;
        }
        Status wanted = status.only(pool, down);
        if (pool != null && status.only(pool, false).pools().isEmpty()) {
            return refused("--pool: there is no pool \"" + pool + "\" (there are "
                    + status.pools().stream().map(Status.Pool::name).collect(Collectors.joining(", ")) + ")");
        }
        if (json) {
            console.say(Json.of(wanted));
            return ExitCode.OK;
        }
        StatusText.of(wanted, Terminal.current(System.getenv())).forEach(console::say);
        if (wanted.pools().isEmpty()) {
            console.say("");
            console.say(down && !status.pools().isEmpty() ? "nothing is down or contested" : "no name is steered");
        }
        return ExitCode.OK;
    }

    private int refused(String why) {
        console.warn("proxima status: " + why);
        return ExitCode.USAGE;
    }
}
