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
import io.proxima.catalog.Schedule;
import io.proxima.catalog.Target;
import io.proxima.geo.Geography;
import io.proxima.health.Derivations;
import io.proxima.health.HealthBook;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Overrides;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Quorum;
import io.proxima.health.Replica;
import io.proxima.health.Verdict;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
    private final Overrides overrides = new Overrides("ns1");
    private Derivations derivations = Derivations.none();
    private List<Path> databases = List.of();
    private @Nullable String home;
    private long nowMillis = START_MILLIS;
    private boolean edited;
    /** A replica alone, for what becomes of votes. */
    private final HealthBook book = new HealthBook(new Replica("ns1", ""), 1, 1, Duration.ofSeconds(5));

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
            case Step.Votes said -> {
                release(said.line());
                votes(said);
            }
            case Step.Said said -> {
                release(said.line());
                say(said);
            }
            case Step.Pass pass -> {
                release(pass.line());
                pass(pass.time());
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
        override(catalog);
        derivations = catalog.derived().derivations();
        catalog.applyAll(this::verdict, nowMillis);
        settle(catalog, Map.of());
        published.publish(catalog);
        book.configure(catalog.quorums());
        follow();
        edited = false;
    }

    /** A server looks at the time every second. */
    private void pass(Duration time) {
        long end = nowMillis + time.toMillis();
        while (nowMillis < end) {
            nowMillis = Math.min(end, nowMillis + 1_000);
            follow();
            override(published.catalog());
            published.catalog().tick(this::verdict, nowMillis);
        }
    }

    private void votes(Step.Votes said) {
        for (Pair pair : pairs(said.check(), said.addresses(), said.line())) {
            Quorum quorum = book(pair);
            for (int i = 0; i < (said.up() ? quorum.rise() : quorum.fall()); i++) {
                book.observed(pair, said.up(), "said");
            }
        }
        follow();
    }

    private Quorum book(Pair pair) {
        return Objects.requireNonNull(published.catalog().quorums().get(pair));
    }

    /** Takes what the votes came to; of a pair that never had any, the verdict is what the scenario said. */
    private void follow() {
        Map<Pair, Verdict> changed = new HashMap<>(book.changes(TimeUnit.MILLISECONDS.toNanos(nowMillis), nowMillis)
                .verdicts());
        changed.keySet().removeIf(pair -> book.votes(pair).isEmpty());
        verdicts.putAll(changed);
        settle(published.catalog(), changed);
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

    private void override(Catalog catalog) {
        overrides.changes(Schedule.inForce(catalog.schedules(), nowMillis), nowMillis);
        catalog.override(overrides.inForce(), this::verdict, nowMillis);
    }

    private void say(Step.Said said) {
        Target target = Target.find(published.catalog().roster(), said.target());
        if (target.problem() != null) {
            throw new ScenarioError(scenario.file(), said.line(), target.problem() + " (" + target.hint() + ")");
        }
        boolean undrain = said.word().equals("undrain");
        List<PoolMember> members = target.members().stream()
                .filter(member -> !undrain
                        || (overrides.inForce().containsKey(member)
                                && overrides.inForce().get(member).word() == OverrideWord.DRAIN))
                .toList();
        long until = said.lasting() == null
                ? MemberOverride.NO_END
                : nowMillis + said.lasting().toMillis();
        OverrideWord word =
                undrain ? OverrideWord.AUTO : OverrideWord.of(said.word()).orElseThrow();
        overrides.take(overrides.proposed(members, new MemberOverride(word, until, "operator", "", nowMillis, false)));
        override(published.catalog());
    }

    private Verdict verdict(Pair pair) {
        return verdicts.getOrDefault(pair, Verdict.INITIAL);
    }

    private void verdicts(Step.Verdicts said) {
        Map<Pair, Verdict> changed = new LinkedHashMap<>();
        pairs(said.check(), said.addresses(), said.line())
                .forEach(pair -> changed.put(pair, next(verdict(pair), said)));
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

    private List<Pair> pairs(@Nullable String check, List<String> addresses, int line) {
        List<Pair> found = new ArrayList<>();
        for (String address : addresses) {
            List<Pair> pairs = published.catalog().checks().keySet().stream()
                    .filter(pair -> pair.address().equals(address))
                    .filter(pair -> check == null
                            || pair.check().equals(check)
                            || pair.check().endsWith("/" + check))
                    .toList();
            if (pairs.isEmpty()) {
                throw new ScenarioError(scenario.file(), line, "nothing checks " + address);
            }
            found.addAll(pairs);
        }
        return found;
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
