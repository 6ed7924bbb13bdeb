package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.Status;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code names}: what shells complete names by, asked of a running server; where none answers there are none. */
@Command(
        description = "Print names for a shell to complete, a line each.",
        footer = {"", "Exit codes: 0 printed, also where no server answers, 2 the command line is wrong."},
        hidden = true,
        mixinStandardHelpOptions = true)
final class NamesCommand implements Callable<Integer> {
    /** Those that no shell takes for anything but a name. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/-]+");

    /** Whoever pressed Tab does not wait longer. */
    private static final int PATIENCE_SECONDS = 2;

    private final Console console;

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "KIND", description = "One of ${COMPLETION-CANDIDATES}.")
    private Kind kind = Kind.TARGET;

    /** What is named, as command lines label it. */
    enum Kind {
        /** What an operator's word can be said of: a pool, a member, or a member of one pool. */
        TARGET,
        POOL,
        MEMBER,
        ZONE
    }

    NamesCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        CompletableFuture<Set<String>> asked = CompletableFuture.supplyAsync(
                () -> {
                    Set<String> names = new TreeSet<>();
                    remote.ask("names", new Console(nowhere, nowhere), client -> {
                        Status.read(client.get("/v1/status")).pools().forEach(pool -> add(pool, names));
                        return ExitCodes.DONE;
                    });
                    return names;
                },
                task -> Thread.ofPlatform().daemon().start(task));
        asked.completeOnTimeout(Set.of(), PATIENCE_SECONDS, TimeUnit.SECONDS).join().stream()
                .filter(PLAIN.asMatchPredicate())
                .forEach(console::say);
        return ExitCodes.DONE;
    }

    private void add(Status.Pool pool, Set<String> names) {
        int slash = pool.name().lastIndexOf('/');
        String name = pool.name().substring(slash + 1);
        if (kind == Kind.ZONE) {
            names.add(pool.name().substring(0, slash).replaceFirst("(?<=.)\\.$", ""));
        }
        if (kind == Kind.TARGET || kind == Kind.POOL) {
            names.add(name);
        }
        if (kind == Kind.TARGET || kind == Kind.MEMBER) {
            members(pool.root(), name, names);
        }
    }

    private void members(Status.Group group, String pool, Set<String> names) {
        group.groups().forEach(child -> members(child, pool, names));
        for (Status.Member member : group.members()) {
            names.add(member.member());
            if (kind == Kind.TARGET) {
                names.add(pool + "/" + member.member());
            }
        }
    }
}
