package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.ControlException;
import io.proxima.control.Json;
import io.proxima.control.ProblemException;
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
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;

/** {@code status}: asks a running server how it stands. */
@Command(
        description =
                "Say how a running server stands: replicas, pools, and of each address verdict, votes, last change and why.",
        footer = {"", "Exit codes: 0 told, 1 the server cannot be asked, 2 the command line is wrong."},
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private final Function<@Nullable Path, Optional<ServerConfig>> configs;
    private final Console console;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Whose listen.control is asked. Default: proxima.yaml.")
    private @Nullable Path config;

    @Option(names = "--url", paramLabel = "URL", description = "The server to ask, http://HOST:PORT, in place of that.")
    private @Nullable String url;

    @Option(names = "--pool", paramLabel = "POOL", description = "Only this pool: edge, or example.com./edge.")
    private @Nullable String pool;

    @Option(names = "--down", description = "Only what is down or contested.")
    private boolean down;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    StatusCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.configs = configs;
        this.console = console;
    }

    @Override
    public Integer call() {
        URI server;
        if (url == null) {
            Optional<ServerConfig> read = configs.apply(config);
            if (read.isEmpty()) {
                return ExitCode.SOFTWARE;
            }
            server = ControlClient.urlOf(read.get().listen().control().socketAddress());
        } else {
            try {
                server = new URI(url);
            } catch (java.net.URISyntaxException _) {
                return refused("--url: \"" + url + "\" is no URL (write http://HOST:PORT)");
            }
            if (!"http".equals(server.getScheme()) || server.getHost() == null) {
                return refused("--url: \"" + url + "\" is not http://HOST:PORT");
            }
        }
        try {
            return told(Status.read(new ControlClient(server).get("/v1/status")), server);
        } catch (ControlException | ProblemException e) {
            console.warn("proxima status: " + e.getMessage());
        } catch (JacksonException _) {
            console.warn("proxima status: what answers at " + server + " is no Proxima");
        }
        return ExitCode.SOFTWARE;
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
