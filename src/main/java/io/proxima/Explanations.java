package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Published;
import io.proxima.catalog.ReleaseReader;
import io.proxima.catalog.Schedule;
import io.proxima.config.ServerConfig;
import io.proxima.control.ExplainDesk;
import io.proxima.control.Explainer;
import io.proxima.control.Explanation;
import io.proxima.control.LiveExplainer;
import io.proxima.control.Problem;
import io.proxima.control.ProblemException;
import io.proxima.control.When;
import io.proxima.health.Overrides;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.source.Findings;
import io.proxima.store.Journal;
import io.proxima.store.JournalReader;
import io.proxima.store.JournalState;
import io.proxima.store.KeptRelease;
import io.proxima.store.Releases;
import io.proxima.store.StoreException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Explains answers: what the files as they stand, and the verdicts and overrides kept by the server's last run, answer; with an
 * instant, what the release, the verdicts and the overrides of then did.
 */
final class Explanations {
    private Explanations() {}

    static Optional<Explanation> explain(
            ServerConfig config, Explainer.Question question, @Nullable Instant at, Findings findings)
            throws StoreException {
        return at == null ? now(config, question, findings) : then(config, question, at, findings);
    }

    /** What a running replica says of its own answers. */
    static ExplainDesk desk(ServerConfig config, Published published) {
        LiveExplainer live = new LiveExplainer(explainer(config), System::currentTimeMillis);
        return new ExplainDesk(question -> live.explain(published.catalog(), question), (question, at) -> {
            Findings findings = new Findings();
            try {
                return then(config, question, at, findings)
                        .orElseThrow(() -> new ProblemException(Problem.untold("the release of then cannot be read: "
                                + findings.sorted().getFirst())));
            } catch (StoreException e) {
                throw new ProblemException(Problem.untold(String.valueOf(e.getMessage())));
            }
        });
    }

    private static Optional<Explanation> now(ServerConfig config, Explainer.Question question, Findings findings) {
        long nowMillis = System.currentTimeMillis();
        StateFolder folder = new StateFolder(config.state());
        Map<Pair, Verdict> verdicts = folder.verdicts();
        @Nullable Long writtenAt = folder.verdictsWrittenAtMillis();
        return new ReleaseReader(Setup.filesOf(config)).read(findings).map(release -> {
            Catalog catalog = new CatalogCompiler().compile(release);
            Overrides overrides = new Overrides(config.node());
            overrides.restore(new OverrideFile(config.state()).read());
            overrides.changes(Schedule.inForce(catalog.schedules(), nowMillis), nowMillis);
            catalog.override(overrides.inForce(), _ -> Verdict.INITIAL, nowMillis);
            catalog.applyAll(pair -> verdicts.getOrDefault(pair, Verdict.INITIAL), nowMillis);
            return explainer(config)
                    .explain(
                            catalog,
                            question,
                            new Explanation.State(
                                    "files",
                                    folder.verdictsFile().toString(),
                                    writtenAt == null ? null : Math.max(0, (nowMillis - writtenAt) / 1000)),
                            nowMillis);
        });
    }

    private static Optional<Explanation> then(
            ServerConfig config, Explainer.Question question, Instant at, Findings findings) throws StoreException {
        Path journal = Journal.in(config.state());
        JournalReader.AsOf asOf = new JournalReader(journal).at(at);
        JournalState then = asOf.state();
        try (KeptRelease kept = Releases.in(config.state()).open(then.release())) {
            List<String> warnings = new ArrayList<>(kept.warnings());
            if (then.missing() > 0) {
                warnings.add(then.missing() + " records before then are missing: verdicts may have been others");
            }
            if (asOf.endedUnsaid() != null) {
                warnings.add("the server was killed at some time after " + When.text(asOf.endedUnsaid())
                        + ": it may not have answered any more");
            }
            Explanation.State state =
                    new Explanation.State("journal", journal.toString(), null, When.text(at), then.release(), warnings);
            return new ReleaseReader(kept.files()).read(findings).map(release -> {
                Catalog catalog = new CatalogCompiler().compile(release);
                then.applyTo(catalog, at.toEpochMilli());
                return explainer(config).explain(catalog, question, state, at.toEpochMilli());
            });
        }
    }

    private static Explainer explainer(ServerConfig config) {
        return new Explainer(Setup.engineSettings(config, null));
    }
}
