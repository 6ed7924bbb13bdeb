package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.EngineSettings;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Published;
import io.proxima.catalog.ReleaseContents;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.control.Explainer;
import io.proxima.control.Explanation;
import io.proxima.health.Detections;
import io.proxima.health.HealthBook;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideRegister;
import io.proxima.health.OverrideWord;
import io.proxima.health.Overrides;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Replica;
import io.proxima.probe.Outcome;
import io.proxima.probe.ProbeResult;
import io.proxima.source.Findings;
import io.proxima.store.ActiveRelease;
import io.proxima.store.Journal;
import io.proxima.store.JournalReader;
import io.proxima.store.JournalState;
import io.proxima.store.KeptRelease;
import io.proxima.store.ReleaseStamp;
import io.proxima.store.Releases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is explained of an instant afterwards is what the writer thread would have explained then, word for word. */
class RecorderTest {
    private static final long SEED = 23;
    private static final int MEMBERS = 6;
    private static final List<OverrideWord> WORDS = List.of(OverrideWord.values());
    private static final Explanation.State STATE = new Explanation.State("server", null, null);
    private static final Explainer EXPLAINER = new Explainer(EngineSettings.OPEN);
    private static final Explainer.Question QUESTION =
            Explainer.Question.parse("www.example.com", "A", "198.51.100.0/24", "192.0.2.53");

    /** What was said at an instant. */
    private record Said(Instant at, Explanation explanation) {}

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final CatalogCompiler compiler = new CatalogCompiler();
    private ReleaseReader reader = new ReleaseReader(new ReleaseFiles(Path.of(""), List.of(), null, null));

    private void edit() throws IOException {
        Files.createDirectories(folder.resolve("zones"));
        StringBuilder zone = new StringBuilder("""
                $ORIGIN example.com.
                $TTL 60
                @     SOA ns1 hostmaster 1 3600 600 604800 30
                @     NS  ns1
                ns1   A   127.0.0.1
                """);
        StringBuilder members = new StringBuilder();
        for (int i = 0; i < MEMBERS; i++) {
            if (i == 0 || random.nextInt(5) > 0) {
                zone.append("www A 192.0.2.%d\n".formatted(i));
                members.append("  192.0.2.%d: {weight: %d}\n".formatted(i, 1 + random.nextInt(9)));
            }
        }
        String listed = String.join(
                ", ",
                members.toString()
                        .lines()
                        .map(line -> line.strip().replaceFirst(":.*", ""))
                        .toList());
        Files.writeString(folder.resolve("zones/example.com.zone"), zone);
        Files.writeString(folder.resolve("zones/example.com.policy.yaml"), """
                checks:
                  web: {kind: tcp, port: 80, fall: 2, rise: 2}
                members:
                %spools:
                  edge: {check: web, choose: weighted, all-down: empty, members: [%s]}
                names:
                  www: {pool: edge, answers: 2, ttl: {steady: 2s, unsettled: 1s}}
                """.formatted(members, listed));
    }

    private Catalog compiled() {
        Findings findings = new Findings();
        return reader.read(findings)
                .map(compiler::compile)
                .orElseThrow(() -> new AssertionError(findings.sorted().toString()));
    }

    private static ActiveRelease active(ReleaseContents contents) {
        return new ActiveRelease(
                contents.release(), new ReleaseStamp(1, "ns1"), "op", "as it is", System.currentTimeMillis());
    }

    private static Candidate candidate(ReleaseContents contents) {
        return new Candidate(
                contents.release(), contents.digests(), contents, java.util.Map.of(), null, null, List.of());
    }

    @Test
    void thePastIsExplainedAsItWas() throws Exception {
        edit();
        reader = new ReleaseReader(
                new ReleaseFiles(folder.resolve("zones"), List.of(), null, null, folder.resolve("var")));
        Published published = new Published(compiled());
        HealthBook book = new HealthBook(new Replica("ns1", "default"), 1, 1, Duration.ofSeconds(5));
        Overrides overrides = new Overrides("ns1");
        Path state = folder.resolve("var");
        Recorder recorder = new Recorder("ns1", state, book::verdicts, overrides::inForce);
        List<Said> said = new ArrayList<>();
        Set<String> releases = new HashSet<>();
        try (recorder;
                Signals signals = new Signals(
                        book, overrides, published, new StateFolder(state), recorder::changed, new Detections("ns1"))) {
            ReleaseContents first = reader.contents();
            recorder.started(active(first), candidate(first), signals);
            await().until(() -> Files.exists(Journal.in(state)));
            for (int step = 0; step < 200; step++) {
                if (step % 20 == 19) {
                    edit();
                    ReleaseContents contents = reader.contents();
                    releases.add(contents.release());
                    Catalog catalog = compiled();
                    signals.ask(() -> {
                                long generation = signals.activate(catalog);
                                recorder.activated(active(contents), candidate(contents));
                                return generation;
                            })
                            .get();
                    awaitKept(state, contents);
                } else if (random.nextInt(6) == 0) {
                    signals.ask(() -> signals.said(said(overrides))).get();
                } else {
                    Pair pair = new Pair("example.com./web", "192.0.2." + random.nextInt(MEMBERS));
                    signals.probed(new ProbeResult(
                            pair, random.nextInt(3) > 0 ? Outcome.SUCCESS : Outcome.FAILURE, "as it is", 1));
                }
                said.add(signals.ask(() -> say(published)).get());
                nextMillisecond();
            }
        }
        compare(state, said);
        assertTrue(releases.size() > 5, releases.toString());
        Set<Object> different = new HashSet<>();
        said.forEach(one -> different.add(one.explanation().pools().getFirst()));
        assertTrue(different.size() > 60, different.size() + " different explanations");
    }

    /** On the writer thread: what an operator may say of one member, or of one that the release does not have. */
    private List<OverrideRegister> said(Overrides overrides) {
        OverrideWord word = WORDS.get(random.nextInt(WORDS.size()));
        PoolMember member = new PoolMember("example.com.", "edge", "192.0.2." + random.nextInt(MEMBERS));
        MemberOverride override =
                new MemberOverride(word, MemberOverride.NO_END, "op", "as it is", System.currentTimeMillis(), false);
        return overrides.proposed(List.of(member), override);
    }

    /** On the writer thread. */
    private static Said say(Published published) {
        long nowMillis = System.currentTimeMillis();
        Catalog catalog = published.catalog();
        catalog.settle(nowMillis);
        return new Said(Instant.ofEpochMilli(nowMillis), EXPLAINER.explain(catalog, QUESTION, STATE, nowMillis));
    }

    /** So that what comes next is recorded later than what was said. */
    private static void nextMillisecond() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() <= now) {
            Thread.onSpinWait();
        }
    }

    private static void awaitKept(Path state, ReleaseContents contents) {
        await().ignoreExceptions().until(() -> {
            Releases.in(state).open(contents.release()).close();
            return true;
        });
    }

    private void compare(Path state, List<Said> said) throws Exception {
        for (Said one : said) {
            JournalState then =
                    new JournalReader(Journal.in(state)).at(one.at()).state();
            try (KeptRelease kept = Releases.in(state).open(then.release())) {
                Catalog catalog = new CatalogCompiler()
                        .compile(new ReleaseReader(kept.files())
                                .read(new Findings())
                                .orElseThrow());
                then.applyTo(catalog, one.at().toEpochMilli());
                assertEquals(
                        one.explanation(),
                        EXPLAINER.explain(catalog, QUESTION, STATE, one.at().toEpochMilli()),
                        "seed " + SEED);
            }
        }
    }
}
