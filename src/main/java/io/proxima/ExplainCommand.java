package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseReader;
import io.proxima.cli.Console;
import io.proxima.cli.Starters;
import io.proxima.config.ServerConfig;
import io.proxima.control.Explainer;
import io.proxima.control.Explanation;
import io.proxima.control.ExplanationText;
import io.proxima.control.Json;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.source.Findings;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code explain}: what the files as they stand, and the verdicts kept by the server's last run, answer. */
final class ExplainCommand {
    private ExplainCommand() {}

    /** Explains one answer; gives the exit code: 0, 1 where a finding is an error, 2 where what is asked is none. */
    static int run(ServerConfig config, Starters.ExplainOptions options, Console console) {
        Explainer.Question question;
        try {
            question = Explainer.Question.parse(options.name(), options.type(), options.client(), options.resolver());
        } catch (IllegalArgumentException e) {
            console.warn("proxima explain: " + e.getMessage());
            return 2;
        }
        Findings findings = new Findings();
        Optional<Release> release = new ReleaseReader(Proxima.filesOf(config)).read(findings);
        if (release.isEmpty()) {
            console.report(findings);
            return 1;
        }
        long nowMillis = System.currentTimeMillis();
        StateFolder folder = new StateFolder(config.state());
        Map<Pair, Verdict> verdicts = folder.verdicts();
        Catalog catalog = new CatalogCompiler().compile(release.get());
        catalog.applyAll(pair -> verdicts.getOrDefault(pair, Verdict.INITIAL), nowMillis);
        @Nullable Long writtenAt = folder.verdictsWrittenAtMillis();
        Explanation explanation = new Explainer(Proxima.engineSettings(config, null))
                .explain(
                        catalog,
                        question,
                        new Explanation.State(
                                "files",
                                folder.verdictsFile().toString(),
                                writtenAt == null ? null : Math.max(0, (nowMillis - writtenAt) / 1000)),
                        nowMillis);
        if (options.json()) {
            console.say(Json.of(explanation));
        } else {
            ExplanationText.of(explanation, true).forEach(console::say);
        }
        return 0;
    }
}
