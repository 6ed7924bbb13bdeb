package io.proxima.scenario;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Published;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.geo.Geography;
import io.proxima.health.Derivations;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server's files, verdicts and clock, and the catalog they come to. */
final class World {
    private static final long START_MILLIS = 1_800_000_000_000L;
    private static final Path DATABASES = Path.of("geoip");

    private final Scenario scenario;
    private final Path folder;
    private final CatalogCompiler compiler = new CatalogCompiler();
    private final Published published =
            new Published(compiler.compile(new Release(List.of(), List.of(), Geography.empty())));
    private final EngineSettings settings;
    private final Map<Pair, Verdict> verdicts = new HashMap<>();
    private Derivations derivations = Derivations.none();
    private List<Path> databases = List.of();
    private @Nullable String home;
    private long nowMillis = START_MILLIS;
    private boolean edited;

    World(Scenario scenario, Path folder) throws IOException {
        this.scenario = scenario;
        this.folder = folder;
        this.settings = new EngineSettings(scenario.believed(), EngineSettings.Access.OPEN, Identity.NONE, null, 0);
        Files.createDirectories(zones());
    }

    /** An engine that answers from this world. */
    QueryEngine engine(Transport transport) {
        return new QueryEngine(published.reader(), settings, transport, 1);
    }

    /** Takes a step other than a question. */
    void take(Step step) throws IOException {
        switch (step) {
            case Step.File file -> {
                Files.writeString(path(file.name()), file.text());
                edited = true;
            }
            case Step.Removed removed -> {
                if (!Files.deleteIfExists(path(removed.name()))) {
                    throw new ScenarioError(scenario.file(), removed.line(), "there is no such policy");
                }
                edited = true;
            }
            case Step.Databases named -> {
                databases = named.names().stream().map(DATABASES::resolve).toList();
                edited = true;
            }
            case Step.Home where -> {
                home = where.country();
                edited = true;
            }
            case Step.Verdicts said -> {
                release(said.line());
                verdicts(said);
            }
            case Step.Pass pass -> {
                release(pass.line());
                nowMillis += pass.time().toMillis();
                published.catalog().settle(nowMillis);
            }
            case Step.Ask ask -> release(ask.line());
        }
    }

    private Path zones() {
        return folder.resolve("zones");
    }

    private Path path(String name) {
        return name.equals("lines.yaml") || name.equals("networks.csv") ? folder.resolve(name) : zones().resolve(name);
    }

    /** Files that were edited one after another are one release, in force before what comes next. */
    private void release(int line) {
        if (!edited) {
            return;
        }
        Path lines = folder.resolve("lines.yaml");
        Findings findings = new Findings();
        Release release = new ReleaseReader(
                        new ReleaseFiles(zones(), databases, Files.exists(lines) ? lines : null, home))
                .read(findings)
                .orElseThrow(() -> refused(findings, line));
        Catalog catalog = compiler.compile(release);
        derivations = catalog.derived().derivations();
        catalog.applyAll(this::verdict, nowMillis);
        settle(catalog, Map.of());
        published.publish(catalog);
        edited = false;
    }

    private ScenarioError refused(Findings findings, int line) {
        List<Finding> errors = findings.sorted().stream()
                .filter(finding -> finding.level() == Finding.Level.ERROR)
                .toList();
        boolean placed = errors.stream().allMatch(error -> error.place().line() > 1);
        return new ScenarioError(
                scenario.file(),
                placed ? errors.getFirst().place().line() : line,
                String.join(
                        "\n",
                        errors.stream()
                                .map(error -> error.toString().replace(zones() + "/", ""))
                                .toList()));
    }

    private Verdict verdict(Pair pair) {
        return verdicts.getOrDefault(pair, Verdict.INITIAL);
    }

    private void verdicts(Step.Verdicts said) {
        Map<Pair, Verdict> changed = new LinkedHashMap<>();
        for (String address : said.addresses()) {
            List<Pair> pairs = published.catalog().checks().keySet().stream()
                    .filter(pair -> pair.address().equals(address))
                    .filter(pair -> said.check() == null
                            || pair.check().equals(said.check())
                            || pair.check().endsWith("/" + said.check()))
                    .toList();
            if (pairs.isEmpty()) {
                throw new ScenarioError(scenario.file(), said.line(), "nothing checks " + address);
            }
            pairs.forEach(pair -> changed.put(pair, next(verdict(pair), said)));
        }
        verdicts.putAll(changed);
        settle(published.catalog(), changed);
    }

    /** Draws the consequences of changed verdicts, as the server's writer thread does. */
    private void settle(Catalog catalog, Map<Pair, Verdict> changed) {
        catalog.settle(
                changed,
                this::verdict,
                (pairs, poolState) -> derivations.follow(pairs, verdicts, poolState, nowMillis),
                nowMillis);
    }

    private Verdict next(Verdict before, Step.Verdicts said) {
        return switch (said.change()) {
            case UP -> new Verdict(true, said.moving(), before.up() ? before.changedAtMillis() : nowMillis);
            case DOWN -> new Verdict(false, said.moving(), before.up() ? nowMillis : before.changedAtMillis());
            case MOVING -> new Verdict(before.up(), true, before.changedAtMillis());
            case SETTLED -> new Verdict(before.up(), false, before.changedAtMillis());
        };
    }
}
