package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.Held;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.source.Findings;
import io.proxima.steer.PlanState;
import io.proxima.steer.PoolPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A steered TTL never reaches beyond the moment at which something is known to change, and is no shorter than that needs. */
class SteeredTtlTest {
    private static final Pair FIRST = new Pair("example.com./web", "192.0.2.1");
    private static final Pair SECOND = new Pair("example.com./web", "192.0.2.2");

    @TempDir
    private Path folder = Path.of("");

    private final Map<Pair, Verdict> verdicts = new HashMap<>();

    @BeforeEach
    void writeFolder() throws IOException {
        Files.writeString(folder.resolve("example.com.zone"), """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 600 86400 60
                @ NS ns1.example.net.
                www A 192.0.2.1
                www A 192.0.2.2
                """);
        Files.writeString(folder.resolve("example.com.policy.yaml"), """
                checks:
                  web: {kind: tcp, port: 80}
                pools:
                  edge: {check: web, choose: random, slow-start: 40s, members: [192.0.2.1, 192.0.2.2]}
                names:
                  www: {pool: edge}
                """);
    }

    private Catalog catalog() {
        Findings findings = new Findings();
        Release release = new ReleaseReader(new ReleaseFiles(folder, List.of(), null, null))
                .read(findings)
                .orElseThrow(() -> new AssertionError(findings.sorted()));
        return new CatalogCompiler().compile(release);
    }

    private Verdict verdict(Pair pair) {
        return verdicts.getOrDefault(pair, Verdict.INITIAL);
    }

    @Test
    void countsDownToTheEndOfAHold() {
        PoolPlan plan = catalog().pools().getFirst();
        SteeredTtl ttl = new SteeredTtl(plan, 60, 5);
        plan.refresh(pair -> new Verdict(false, false, false, 1_000, new Held.Down(301_000)), 1_000);
        ttl.refresh(2_000);
        assertEquals(5, ttl.seconds(), "it went down a moment ago");
        ttl.refresh(101_000);
        assertEquals(60, ttl.seconds(), "the end is 200 s off");
        ttl.refresh(250_000);
        assertEquals(50, ttl.seconds(), "51 s off, and these answers are given for a second");
        ttl.refresh(250_001);
        assertEquals(49, ttl.seconds());
        ttl.refresh(298_000);
        assertEquals(5, ttl.seconds(), "no shorter than unsettled");
        ttl.refresh(400_000);
        assertEquals(5, ttl.seconds(), "overdue");
    }

    @Test
    void isASecondAtLeast() {
        PoolPlan plan = catalog().pools().getFirst();
        SteeredTtl ttl = new SteeredTtl(plan, 60, 0);
        plan.refresh(pair -> new Verdict(false, false, false, 1_000, new Held.Down(301_000)), 1_000);
        ttl.refresh(300_900);
        assertEquals(1, ttl.seconds());
    }

    @Test
    void neverOutlivesWhatIsKnownToCome() {
        int cut = 0;
        int steady = 0;
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Catalog catalog = catalog();
            PoolPlan plan = catalog.pools().getFirst();
            int steadySeconds = 1 + random.nextInt(90);
            int unsettledSeconds = random.nextInt(Math.min(steadySeconds + 1, 8));
            SteeredTtl ttl = new SteeredTtl(plan, steadySeconds, unsettledSeconds);
            verdicts.clear();
            long now = 1_000_000;
            long lastDecided = now;
            for (int step = 0; step < 1_500; step++) {
                if (random.nextInt(150) == 0) {
                    Pair pair = random.nextBoolean() ? FIRST : SECOND;
                    verdicts.put(pair, next(verdict(pair), random, now));
                    plan.refresh(this::verdict, now);
                    ttl.refresh(now);
                    lastDecided = now;
                }
                long moment = plan.state().nextChangeMillis();
                int seconds = ttl.seconds();
                String where = "seed " + seed + ", step " + step + ", TTL " + seconds + " of " + steadySeconds + ", "
                        + unsettledSeconds;
                long floor = Math.max(1, unsettledSeconds);
                assertTrue(seconds <= steadySeconds, where);
                assertTrue(seconds >= Math.min(unsettledSeconds, steadySeconds), where);
                assertTrue(
                        moment == Long.MAX_VALUE || seconds <= floor || now + seconds * 1_000L <= moment,
                        where + " outlives " + (moment - now) + " ms");
                boolean unsettled = isUnsettled(plan.state(), lastDecided, steadySeconds);
                assertTrue(!unsettled || seconds <= unsettledSeconds, where + " while unsettled");
                if (!unsettled && (moment == Long.MAX_VALUE || moment - now > 1_000L * (steadySeconds + 3))) {
                    assertEquals(steadySeconds, seconds, where + " and nothing is in the way");
                    steady++;
                }
                cut += seconds < steadySeconds && seconds > floor ? 1 : 0;
                now += random.nextInt(1, 1_000);
                if (now - lastDecided >= 900) { // as the writer thread does, once a second
                    now = Math.min(now, lastDecided + 1_000);
                    if (plan.state().nextStepMillis() <= now) {
                        plan.refresh(this::verdict, now);
                    }
                    ttl.refresh(now);
                    lastDecided = now;
                }
            }
        }
        assertTrue(cut > 500 && steady > 500, cut + " cut, " + steady + " steady");
    }

    private static boolean isUnsettled(PlanState state, long now, int steadySeconds) {
        return state.moving()
                || (state.changedAtMillis() != 0 && now - state.changedAtMillis() < steadySeconds * 1_000L);
    }

    private static Verdict next(Verdict before, Random random, long now) {
        boolean up = random.nextBoolean();
        boolean moving = random.nextInt(6) == 0;
        long changedAt = up == before.up() ? before.changedAtMillis() : now;
        @Nullable Held held = up || random.nextInt(3) == 0 ? null : new Held.Down(now + random.nextInt(1, 200_000));
        return new Verdict(up, moving, false, changedAt, held);
    }
}
