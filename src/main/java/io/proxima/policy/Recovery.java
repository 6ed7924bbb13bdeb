package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import io.proxima.wire.Name;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Derives the pace of checks from what pools promise, and says which written value makes a promise impossible. */
final class Recovery {
    /** What a pool promises, and so asks of a check. */
    private record Promise(Pool pool, WrittenPace.Demand demand) {
        RecoverWithin recovery() {
            return demand.promise();
        }

        String words() {
            return "recover-within " + Detection.words(recovery().within()) + " of pool \"" + pool.name() + "\"";
        }
    }

    private final Name zone;
    private final List<Yaml.Entry> entries;
    private final Map<String, CombinedCheck> combined;
    private final Findings findings;

    /** @param entries the section {@code checks} as written */
    Recovery(Name zone, List<Yaml.Entry> entries, Map<String, CombinedCheck> combined, Findings findings) {
        this.zone = zone;
        this.entries = entries;
        this.combined = combined;
        this.findings = findings;
    }

    /** The checks, those that promises hang on at a pace that keeps all of them. */
    Map<String, Check> paced(Map<String, Check> checks, Map<String, Pool> pools, Collection<SteeredName> names) {
        Map<String, List<Promise>> promises = new HashMap<>();
        for (Pool pool : pools.values()) {
            RecoverWithin recovery = pool.recoverWithin();
            if (recovery != null) {
                Promise promise = new Promise(pool, demand(pool, recovery, names));
                if (pool.checks().isEmpty()) {
                    findings.error(
                            recovery.place(),
                            "pool \"" + pool.name() + "\" promises to recover, but nothing probes its members",
                            "add a check");
                }
                probed(pool.checks())
                        .forEach(check -> promises.computeIfAbsent(check, _ -> new ArrayList<>())
                                .add(promise));
            }
        }
        Map<String, Check> paced = new LinkedHashMap<>(checks);
        for (Yaml.Entry entry : entries) {
            List<Promise> asked = promises.get(entry.key());
            Check check = checks.get(entry.key());
            if (asked != null && check != null) {
                paced.put(entry.key(), paced(check, asked, new Fields(entry.value(), "", new Findings())));
            }
        }
        return paced;
    }

    private WrittenPace.Demand demand(Pool pool, RecoverWithin recovery, Collection<SteeredName> names) {
        List<SteeredName.Ttl> written = names.stream()
                .filter(name ->
                        name.pool().zone().equals(zone) && name.pool().pool().equals(pool.name()))
                .map(SteeredName::ttl)
                .filter(Objects::nonNull)
                .toList();
        return new WrittenPace.Demand(
                recovery,
                written.stream().mapToInt(SteeredName.Ttl::steadySeconds).max().orElse(0),
                written.stream()
                        .mapToInt(SteeredName.Ttl::unsettledSeconds)
                        .max()
                        .orElse(0));
    }

    /** The checks of this file that are asked on behalf of some; what a pool that is watched takes is its own matter. */
    private Set<String> probed(Set<String> checks) {
        Set<String> seen = new HashSet<>(checks);
        Deque<String> due = new ArrayDeque<>(checks);
        for (String next = due.poll(); next != null; next = due.poll()) {
            CombinedCheck check = combined.get(next);
            if (check != null) {
                check.checks().stream().filter(seen::add).forEach(due::add);
            }
        }
        return seen;
    }

    private Check paced(Check check, List<Promise> promises, Fields written) {
        WrittenPace pace = new WrittenPace(
                written.has("every") ? check.every() : null,
                written.has("timeout") ? check.timeout() : null,
                written.has("fall") ? (Integer) check.fall() : null,
                check.pace());
        List<WrittenPace.Demand> demands =
                promises.stream().map(Promise::demand).toList();
        return pace.meeting(demands)
                .or(() -> pace.meeting(
                        demands.stream().map(WrittenPace.Demand::withoutTtl).toList()))
                .map(whole -> check.paced(whole.every(), whole.timeout(), whole.fall()))
                .orElseGet(() -> {
                    Promise tightest = Collections.min(
                            promises,
                            Comparator.comparing(promise -> promise.recovery().within()));
                    blame(check, pace, tightest, written);
                    return check;
                });
    }

    /** Each value that alone makes it impossible; else all that are written together; else the promise itself. */
    private void blame(Check check, WrittenPace pace, Promise promise, Fields written) {
        Map<String, WrittenPace> alone = new LinkedHashMap<>();
        Map<String, String> values = new LinkedHashMap<>();
        if (pace.every() != null) {
            alone.put("every", new WrittenPace(pace.every(), null, null, pace.rest()));
            values.put("every", Detection.words(pace.every()));
        }
        if (pace.timeout() != null) {
            alone.put("timeout", new WrittenPace(null, pace.timeout(), null, pace.rest()));
            values.put("timeout", Detection.words(pace.timeout()));
        }
        if (pace.fall() != null) {
            alone.put("fall", new WrittenPace(null, null, pace.fall(), pace.rest()));
            values.put("fall", String.valueOf(pace.fall()));
        }
        boolean blamed = false;
        for (Map.Entry<String, WrittenPace> one : alone.entrySet()) {
            WrittenPace.Whole quickest = one.getValue().quickest();
            if (!promise.recovery().isKept(quickest.detection())) {
                blamed = true;
                report(
                        written.placeOf(one.getKey()),
                        one.getKey() + " " + values.get(one.getKey()) + " alone takes too long for " + promise.words(),
                        quickest);
            }
        }
        if (!blamed && alone.size() < 2) {
            report(promise.recovery().place(), promise.words() + " cannot be kept", pace.quickest());
        } else if (!blamed) {
            report(
                    written.placeOf(List.copyOf(alone.keySet()).getFirst()),
                    String.join(", ", alone.keySet()) + " of check \"" + check.name() + "\" together take too long for "
                            + promise.words(),
                    pace.quickest());
        }
    }

    private void report(Place place, String message, WrittenPace.Whole quickest) {
        findings.error(
                place,
                message,
                "at the quickest " + quickest.detection().arithmetic() + ", and then a TTL of 1s at least");
    }
}
