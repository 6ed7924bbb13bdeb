package io.proxima.cli;

import io.proxima.config.ServerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rollback}: has a running server serve a release that was in force before. */
@Command(
        description = "Have a running server serve a release that was in force before, whatever the files say.",
        footer = {
            "",
            "Files that are not edited stay out of force, also after a restart; activate takes them again.",
            "Exit codes: 0 it is in force, 1 the server cannot be asked or some replica did not get there"
                    + " in time, 2 there is no such"
                    + " release, 3 it no longer compiles and what was in force stays."
        },
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
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

    @Parameters(
            index = "0",
            paramLabel = "RELEASE",
            arity = "0..1",
            defaultValue = "previous",
            description = "A beginning of its hash, or previous. Default: ${DEFAULT-VALUE}.")
    private String release = "";

    RollbackCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        return remote.ask("rollback", console, client -> {
            Map<String, Object> order = new LinkedHashMap<>();
            order.put("release", release);
            order.put("wait", everywhere ? "everywhere" : wait);
            return ActivateCommand.order(client, order, why, json, console);
        });
    }
}
