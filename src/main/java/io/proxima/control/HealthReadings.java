package io.proxima.control;

import io.proxima.catalog.Catalog;
import io.proxima.cluster.ReleaseNews;
import io.proxima.health.Detections;
import io.proxima.health.HealthBook;
import io.proxima.health.HealthEvent;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.PairReport;
import io.proxima.health.Verdict;
import io.proxima.health.Vote;
import io.proxima.metrics.Histogram;
import io.proxima.metrics.Metric;
import io.proxima.metrics.Reading;
import io.proxima.policy.Check;
import io.proxima.policy.Detection;
import io.proxima.policy.RecoverWithin;
import io.proxima.steer.LiveGroup;
import io.proxima.steer.PlanAddress;
import io.proxima.steer.PlanState;
import io.proxima.steer.PoolPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a scrape reads of health: verdicts, votes, pools, replicas, the release.
 *
 * <p>All but its histograms is read off the catalog and the book when it is asked for, so that a pool that is gone has no
 * series. On the thread that writes both.
 */
public final class HealthReadings {
    private final Histogram downs = Histogram.ofDetections();
    private final Histogram ups = Histogram.ofDetections();
    private final ProbeReadings probes;

    /**
     * @param probes counted elsewhere, read here
     */
    public HealthReadings(ProbeReadings probes) {
        this.probes = probes;
    }

    /** Takes note of what a change took. */
    public void happened(HealthEvent event) {
        if (event instanceof HealthEvent.VerdictChanged change && change.tookMillis() != null) {
            (change.verdict().up() ? ups : downs).record(Duration.ofMillis(change.tookMillis()));
        }
    }

    /** Everything as it stands. */
    public List<Reading> readings(
            Situation situation, Catalog catalog, HealthBook book, Detections detections, long nowMillis) {
        List<Reading> readings = new ArrayList<>();
        readings.addAll(probes.readings(catalog.checks()));
        catalog.checks().forEach((pair, check) -> pair(readings, book, detections, pair, check));
        book.verdicts().forEach((pair, verdict) -> {
            if (!catalog.checks().containsKey(pair)) { // it follows from others: nobody votes on it
                verdict(readings, detections, pair, verdict);
            }
        });
        catalog.pools().forEach(pool -> pool(readings, book, pool));
        readings.add(new Reading.Distribution(Metric.DETECTION, List.of("down"), downs));
        readings.add(new Reading.Distribution(Metric.DETECTION, List.of("up"), ups));
        replicas(readings, situation, book);
        release(readings, situation.loads());
        readings.add(Reading.of(Metric.UPTIME, (nowMillis - situation.startedMillis()) / 1e3));
        return readings;
    }

    private static void pair(List<Reading> readings, HealthBook book, Detections detections, Pair pair, Check check) {
        PairReport report = PairReport.of(book, pair, check.vantages());
        verdict(readings, detections, pair, report.verdict());
        for (Vote vote : Vote.values()) {
            long cast =
                    report.votes().stream().filter(said -> said.vote() == vote).count();
            readings.add(Reading.of(
                    Metric.VOTES,
                    cast,
                    pair.check(),
                    pair.address(),
                    vote.name().toLowerCase(Locale.ROOT)));
        }
    }

    private static void verdict(List<Reading> readings, Detections detections, Pair pair, Verdict verdict) {
        String name = pair.check();
        String address = pair.address();
        readings.add(Reading.of(Metric.VERDICT_STALE, verdict.stale(), name, address));
        readings.add(Reading.of(Metric.VERDICT_MOVING, verdict.moving(), name, address));
        readings.add(Reading.of(Metric.VERDICT_HELD, verdict.held() != null, name, address));
        Detections.Past past = detections.past(pair);
        readings.add(Reading.of(Metric.VERDICT_CHANGES, past == null ? 0 : past.ups(), name, address, "up"));
        readings.add(Reading.of(Metric.VERDICT_CHANGES, past == null ? 0 : past.downs(), name, address, "down"));
        readings.add(Reading.of(Metric.VERDICT_FLAPS, past == null ? 0 : past.flaps(), name, address));
        Long took = past == null ? null : past.last().tookMillis();
        if (took != null) {
            readings.add(Reading.of(Metric.DETECTION_LAST, took / 1e3, name, address));
        }
    }

    private static void pool(List<Reading> readings, HealthBook book, PoolPlan pool) {
        PlanState state = pool.state();
        LiveGroup root = LiveGroup.of(pool);
        for (Map.Entry<String, LiveGroup.Count> family :
                Map.of("ipv4", root.ipv4(), "ipv6", root.ipv6()).entrySet()) {
            String name = family.getKey();
            LiveGroup.Count count = family.getValue();
            if (count.members() > 0) {
                readings.add(Reading.of(Metric.POOL_MEMBERS, count.members(), pool.name(), name));
                readings.add(Reading.of(Metric.POOL_MEMBERS_UP, count.up(), pool.name(), name));
                readings.add(Reading.of(Metric.POOL_ALL_DOWN, state.allDown(name.equals("ipv6")), pool.name(), name));
            }
        }
        readings.add(Reading.of(Metric.POOL_MOVING, state.moving(), pool.name()));
        words(readings, pool, state);
        Detection detection = pool.detection();
        if (detection != null) {
            readings.add(
                    Reading.of(Metric.POOL_DETECTION_BOUND, detection.verdict().toMillis() / 1e3, pool.name()));
        }
        RecoverWithin promise = pool.recoverWithin();
        if (promise != null) {
            readings.add(Reading.of(Metric.POOL_RECOVER_WITHIN, promise.within().toMillis() / 1e3, pool.name()));
        }
        for (PlanAddress address : pool.addresses()) {
            Pair pair = address.pair();
            if (pair != null) {
                readings.add(Reading.of(
                        Metric.VERDICT_UP,
                        book.verdict(pair).up(),
                        pool.name(),
                        address.member(),
                        pair.address(),
                        pair.check()));
            }
        }
    }

    private static void words(List<Reading> readings, PoolPlan pool, PlanState state) {
        Map<String, OverrideWord> said = new HashMap<>();
        state.overrides()
                .forEach((address, override) ->
                        said.put(pool.addresses().get(address).member(), override.word()));
        for (OverrideWord word : List.of(OverrideWord.DRAIN, OverrideWord.FORCE_UP, OverrideWord.FORCE_DOWN)) {
            long members = said.values().stream().filter(word::equals).count();
            readings.add(Reading.of(Metric.POOL_MEMBERS_OVERRIDDEN, members, pool.name(), word.text()));
        }
    }

    private static void replicas(List<Reading> readings, Situation situation, HealthBook book) {
        readings.add(Reading.of(Metric.REPLICAS_CONFIGURED, situation.replicas()));
        readings.add(Reading.of(Metric.REPLICAS_LIVE, book.live().size()));
        readings.add(Reading.of(Metric.REPLICA_CUT_OFF, book.cutOff()));
        if (situation.cluster()) {
            readings.add(Reading.of(Metric.CLUSTER_JOINED, situation.joined()));
            readings.add(Reading.of(Metric.CLUSTER_REFUSED, situation.refused()));
            readings.add(Reading.of(
                    Metric.RELEASE_REFUSED,
                    situation.releases().stream()
                            .anyMatch(
                                    news -> news.node().equals(situation.self().node())
                                            && !news.refused().equals(ReleaseNews.NONE))));
        }
    }

    private static void release(List<Reading> readings, ReleaseLoads loads) {
        readings.add(Reading.of(Metric.RELEASE_INFO, 1, loads.hash()));
        readings.add(Reading.of(Metric.RELEASE_SERVED, loads.servedSinceMillis() / 1e3));
        readings.add(Reading.of(Metric.RELEASE_READ, loads.lastAtMillis() / 1e3));
        String files = loads.files().release();
        readings.add(Reading.of(Metric.RELEASE_FILES_DIFFER, !files.isEmpty() && !files.equals(loads.hash())));
        readings.add(Reading.of(Metric.RELEASE_LOADS, loads.loads(), "served"));
        readings.add(Reading.of(Metric.RELEASE_LOADS, loads.refused(), "refused"));
        readings.add(Reading.of(Metric.RELEASE_FINDINGS, loads.errors(), "error"));
        readings.add(Reading.of(Metric.RELEASE_FINDINGS, loads.warnings(), "warning"));
    }
}
