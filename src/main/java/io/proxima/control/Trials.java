package io.proxima.control;

import io.proxima.answer.QuerySamples;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.Target;
import io.proxima.config.ServerConfig;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.PoolMember;
import io.proxima.trial.QueryReport;
import io.proxima.trial.Sample;
import io.proxima.trial.Trial;
import io.proxima.trial.TrialReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trials on a running server, one at a time, on threads that may wait; what is served does not learn of them.
 */
public final class Trials {
    private static final String TOO_LITTLE_MEMORY =
            "too little memory for what is served and the candidate together (raise -Xmx, or try it with --offline)";

    private final Supplier<CompletableFuture<TrialGround>> ground;
    private final ReleaseFiles configured;
    private final @Nullable QuerySamples samples;
    private final Semaphore one = new Semaphore(1);

    /**
     * @param ground how things stand; any thread
     * @param configured where the files of a release are
     * @param samples what is asked, or null where nothing is sampled
     */
    public Trials(
            Supplier<CompletableFuture<TrialGround>> ground, ReleaseFiles configured, @Nullable QuerySamples samples) {
        this.ground = ground;
        this.configured = configured;
        this.samples = samples;
    }

    /** A piece of work that only one does at a time. */
    private interface Work {
        TrialAnswer done() throws IOException;
    }

    private TrialAnswer alone(Work work) throws IOException {
        if (!one.tryAcquire()) {
            throw new ProblemException(
                    new Problem(503, "Busy", "another trial is under way: ask again when it is done", ""));
        }
        try {
            return work.done();
        } catch (OutOfMemoryError _) {
            throw new ProblemException(new Problem(507, "Too large", TOO_LITTLE_MEMORY, "files"));
        } finally {
            one.release();
        }
    }

    /** What a candidate would change. */
    TrialAnswer candidate(TrialOrder order) throws IOException {
        return alone(() -> {
            TrialGround now = ground.get().join();
            Candidate candidate = Candidate.of(
                    order.files(), order.folder(), configured, now.catalog().geography());
            return compared(now, candidate, order, this::recorded);
        });
    }

    private static TrialAnswer compared(
            TrialGround now, Candidate candidate, TrialOrder order, Supplier<Sample> recorded) {
        Catalog catalog = candidate.catalog();
        if (catalog == null) {
            return new TrialAnswer(candidate.findings(), null);
        }
        TrialReport report = Trial.compare(
                now.now(), now.release(), now.of(catalog), "the candidate", order.sample(recorded, now.catalog()));
        return new TrialAnswer(candidate.findings(), report);
    }

    /** What a loss would. */
    TrialAnswer whatIf(TrialOrder order) throws IOException {
        return alone(() -> lost(ground.get().join(), order, this::recorded));
    }

    private static TrialAnswer lost(TrialGround now, TrialOrder order, Supplier<Sample> recorded) {
        Map<PoolMember, MemberOverride> wanted = new HashMap<>(now.inForce());
        MemberOverride down = new MemberOverride(
                OverrideWord.FORCE_DOWN, MemberOverride.NO_END, "what-if", "", now.nowMillis(), false);
        for (String name : order.down()) {
            Target target = Target.find(now.catalog().roster(), name);
            if (target.problem() != null) {
                String hint = target.hint() == null ? "" : " (" + target.hint() + ")";
                throw new ProblemException(Problem.badRequest(target.problem() + hint, "down"));
            }
            List<PoolMember> meant = target.members().stream()
                    .filter(member -> order.pool() == null || order.pool().equals(member.pool()))
                    .toList();
            if (meant.isEmpty()) {
                throw new ProblemException(
                        Problem.badRequest("nobody of \"" + name + "\" is in a pool \"" + order.pool() + "\"", "pool"));
            }
            meant.forEach(member -> wanted.put(member, down));
        }
        String where = order.pool() == null ? "" : " in " + order.pool();
        return new TrialAnswer(
                List.of(),
                Trial.compare(
                        now.now(),
                        now.release(),
                        now.with(wanted),
                        "without " + String.join(", ", order.down()) + where,
                        order.sample(recorded, now.catalog())));
    }

    /** What is asked, and how it is answered now. */
    QueryReport queries(List<QueryReport.Listener> listeners, int most) {
        TrialGround now = ground.get().join();
        return samples == null
                ? QueryReport.unsampled(listeners, now.nowMillis())
                : QueryReport.of(samples.read(), now.now(), listeners, most);
    }

    /** The sample itself. */
    Sample recorded() {
        return samples == null ? new Sample("recorded", List.of(), 0) : Sample.of(samples.read());
    }

    /**
     * A trial without a server: both sides from files, every member up but for what schedules say.
     *
     * @param candidate the folder that is tried, or null for what-if
     */
    public static TrialAnswer offline(ServerConfig config, @Nullable Path candidate, Map<String, ?> order) {
        ReleaseFiles files = new ReleaseFiles(
                config.zones(),
                config.geo().databases(),
                config.geo().lines(),
                config.geo().home(),
                config.state());
        Candidate current = Candidate.of(files.zones(), files);
        Catalog catalog = current.catalog();
        if (catalog == null) {
            return new TrialAnswer(current.findings(), null);
        }
        TrialGround now = TrialGround.unknown("the files of " + config.zones(), catalog, System.currentTimeMillis());
        Supplier<Sample> nothing = () -> new Sample("recorded", List.of(), 0);
        return candidate == null
                ? lost(now, TrialOrder.whatIf(Json.tree(order)), nothing)
                : compared(now, Candidate.of(candidate, files), TrialOrder.candidate(Json.tree(order)), nothing);
    }
}
