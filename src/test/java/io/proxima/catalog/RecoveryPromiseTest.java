package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.Ballot;
import io.proxima.health.HealthBook;
import io.proxima.health.Pair;
import io.proxima.health.Quorum;
import io.proxima.health.Replica;
import io.proxima.health.RiseFall;
import io.proxima.policy.Check;
import io.proxima.policy.SteeredName;
import io.proxima.source.Findings;
import io.proxima.steer.PoolPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code recover-within} and the bound in {@code explain} say, lived through: replicas that probe and vote on a clock of
 * the test's own, a member that dies at some moment, and clients that keep each answer as long as it says.
 */
class RecoveryPromiseTest {
    private static final String ADDRESS = "192.0.2.1";
    private static final int RUNS = 80;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void noClientHasADeadAddressAfterTheBound() throws IOException {
        double closest = 0;
        int served = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Life life = new Life(new Random(seed), "seed " + seed);
            life.live();
            closest = Math.max(closest, life.closest);
            served += life.servedDead;
            assertFalse(life.stillServed(), "seed " + seed + ": it is down in the end");
        }
        assertTrue(served > RUNS, served + " answers had the dead address");
        assertTrue(closest > 0.85, "the bound is never nearly reached: " + closest);
    }

    private Catalog catalog(String check, String pool) throws IOException {
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
                  web: {kind: tcp, port: 80%s}
                pools:
                  edge: {check: web%s, members: [192.0.2.1, 192.0.2.2]}
                names:
                  www: {pool: edge}
                """.formatted(check, pool));
        Findings findings = new Findings();
        Release release = new ReleaseReader(new ReleaseFiles(folder, List.of(), null, null))
                .read(findings)
                .orElseThrow(() -> new AssertionError(findings.sorted()));
        return new CatalogCompiler().compile(release);
    }

    /** A cluster for a few minutes; times are milliseconds. */
    private final class Life {
        private record Event(long at, long number, Runnable what) {}

        private final Random random;
        private final String name;
        private final PriorityQueue<Event> events =
                new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
        private final List<Server> servers = new ArrayList<>();
        private final long diesAt;
        private final boolean refuses;
        private final long boundMillis;
        private long now;
        private long count;
        private double closest;
        private int servedDead;

        Life(Random random, String name) throws IOException {
            this.random = random;
            this.name = name;
            this.refuses = random.nextInt(4) == 0;
            boolean promised = random.nextBoolean();
            int every = 1 + random.nextInt(8);
            int vantages = 1 + random.nextInt(3);
            String check = ", vantages: " + vantages
                    + (promised
                            ? ""
                            : ", every: %ds, timeout: %ds, fall: %d, rise: %d"
                                    .formatted(
                                            every,
                                            1 + random.nextInt(every),
                                            1 + random.nextInt(4),
                                            1 + random.nextInt(3)));
            String pool = promised ? ", recover-within: " + (6 + random.nextInt(80)) + "s" : "";
            int replicas = random.nextBoolean() ? 1 : 3;
            SteeredName.Ttl ttl = new SteeredName.Ttl(1 + random.nextInt(60), 1 + random.nextInt(5));
            long bound = 0;
            for (int i = 0; i < replicas; i++) {
                Catalog catalog = catalog(check, pool);
                PoolPlan plan = catalog.pools().getFirst();
                SteeredName.Ttl own = plan.recoverWithin() == null
                        ? ttl
                        : plan.recoverWithin().ttl(Objects.requireNonNull(plan.detection()), 300);
                bound = Objects.requireNonNull(plan.detection())
                        .offWithin(own.steadySeconds(), own.unsettledSeconds())
                        .toMillis();
                if (plan.recoverWithin() != null) {
                    assertTrue(
                            bound <= plan.recoverWithin().within().toMillis(),
                            name + ": the bound is what was promised");
                }
                servers.add(new Server("ns" + i, replicas, catalog, plan, own));
            }
            this.boundMillis = bound;
            this.diesAt = 60_000L + random.nextInt(20_000);
        }

        void live() {
            servers.forEach(server -> after(0, server::tick));
            long end = diesAt + 2 * boundMillis;
            for (Event event = events.poll(); event != null && event.at() < end; event = events.poll()) {
                now = event.at();
                event.what().run();
                servers.forEach(Server::answer);
            }
        }

        boolean stillServed() {
            return servers.stream().anyMatch(Server::serves);
        }

        private void after(long millis, Runnable what) {
            events.add(new Event(now + millis, count++, what));
        }

        /** One replica. */
        private final class Server {
            private final HealthBook book;
            private final Replica self;
            private final Catalog catalog;
            private final PoolPlan plan;
            private final SteeredTtl ttl;
            private final Map<Pair, RiseFall> states = new HashMap<>();

            Server(String node, int replicas, Catalog catalog, PoolPlan plan, SteeredName.Ttl ttl) {
                this.self = new Replica(node, "");
                this.book = new HealthBook(self, 1, replicas, Duration.ofSeconds(5));
                this.catalog = catalog;
                this.plan = plan;
                this.ttl = new SteeredTtl(plan, ttl.steadySeconds(), ttl.unsettledSeconds());
                Map<Pair, Quorum> quorums = new HashMap<>();
                catalog.checks()
                        .forEach((pair, check) ->
                                quorums.put(pair, new Quorum(check.vantages(), check.fall(), check.rise(), Set.of())));
                book.configure(quorums);
            }

            void tick() {
                servers.forEach(other -> {
                    if (other != this) {
                        after(random.nextInt(500), () -> other.heartbeat(self));
                    }
                });
                follow();
                after(1_000, this::tick);
            }

            private void heartbeat(Replica from) {
                book.heartbeat(from, 1, now * 1_000_000);
                follow();
            }

            private void heard(Ballot ballot) {
                book.heard(ballot);
                follow();
            }

            private void follow() {
                HealthBook.Changes changes = book.changes(now * 1_000_000, now);
                catalog.settle(
                        changes.verdicts(),
                        book::verdict,
                        (pairs, poolState) -> book.derive(pairs, poolState, now),
                        now);
                ttl.refresh(now);
                changes.ballots()
                        .forEach(ballot -> servers.stream()
                                .filter(other -> other != this)
                                .forEach(other -> after(random.nextInt(1_000), () -> other.heard(ballot))));
                states.keySet().retainAll(book.share());
                for (Pair pair : book.share()) {
                    if (states.putIfAbsent(pair, RiseFall.FRESH) == null) {
                        after(random.nextInt(1_000), () -> probe(pair));
                    }
                }
            }

            /** As the prober does: an interval from start to start, a doubt looked into from the result. */
            private void probe(Pair pair) {
                Check check = Objects.requireNonNull(catalog.checks().get(pair));
                long latency = random.nextInt((int) check.timeout().toMillis());
                boolean success = !pair.address().equals(ADDRESS) || now + latency < diesAt;
                long decided = success ? latency : refuses ? 1 : check.timeout().toMillis();
                after(decided, () -> {
                    RiseFall state = states.get(pair);
                    if (state == null) {
                        return;
                    }
                    RiseFall next = state.after(success, check.fall(), check.rise());
                    states.put(pair, next);
                    long wait = next.nextProbeIn(
                                    check.every(),
                                    check.pace().fast(),
                                    check.pace().jitter(),
                                    random)
                            .toMillis();
                    after(Math.max(1, next.pending() ? wait : wait - decided), () -> probe(pair));
                    book.observed(pair, success, "");
                    follow();
                });
            }

            boolean serves() {
                return plan.state().verdicts().getFirst().up();
            }

            /** What a client gets at this moment, and how long it keeps it. */
            void answer() {
                if (now >= diesAt && serves()) {
                    servedDead++;
                    long keptUntil = now + 1_000L * ttl.seconds();
                    closest = Math.max(closest, (double) (keptUntil - diesAt) / boundMillis);
                    assertTrue(
                            keptUntil - diesAt <= boundMillis,
                            name + ": at " + (now - diesAt) + " ms, TTL " + ttl.seconds() + ", " + boundMillis
                                    + " ms are said: "
                                    + Objects.requireNonNull(plan.detection()).arithmetic());
                }
            }
        }
    }
}
