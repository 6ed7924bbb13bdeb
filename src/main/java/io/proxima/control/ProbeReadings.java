package io.proxima.control;

import io.proxima.health.Pair;
import io.proxima.metrics.Histogram;
import io.proxima.metrics.Metric;
import io.proxima.metrics.Reading;
import io.proxima.policy.Check;
import io.proxima.probe.ProbeResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts probes by their check and times them; any thread. */
public final class ProbeReadings {
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();

    private record Counts(LongAdder successes, LongAdder failures, LongAdder none, Histogram durations) {
        Counts() {
            this(new LongAdder(), new LongAdder(), new LongAdder(), Histogram.ofRequests());
        }
    }

    /** Counts a probe. */
    public void probed(ProbeResult result) {
        Counts counted = counts.computeIfAbsent(result.pair().check(), _ -> new Counts());
        LongAdder adder = switch (result.outcome()) {
            case SUCCESS -> counted.successes();
            case FAILURE -> counted.failures();
            case NONE -> counted.none();
        };
        adder.increment();
        counted.durations().record(Duration.ofNanos(result.latencyNanos()));
    }

    /**
     * What was counted of checks that there still are; the others' counts are forgotten.
     *
     * @param probed what is probed, here or elsewhere
     */
    List<Reading> readings(Map<Pair, Check> probed) {
        Map<String, Check> checks = new HashMap<>();
        probed.forEach((pair, check) -> checks.put(pair.check(), check));
        counts.keySet().retainAll(checks.keySet());
        List<Reading> readings = new ArrayList<>();
        counts.forEach((name, counted) -> {
            Check check = checks.get(name);
            if (check != null) {
                String kind = check.ask().kind();
                readings.add(Reading.of(Metric.PROBES, counted.successes().sum(), name, kind, "success"));
                readings.add(Reading.of(Metric.PROBES, counted.failures().sum(), name, kind, "failure"));
                readings.add(Reading.of(Metric.PROBES, counted.none().sum(), name, kind, "none"));
                readings.add(new Reading.Distribution(Metric.PROBE_DURATION, List.of(name, kind), counted.durations()));
            }
        });
        return readings;
    }
}
