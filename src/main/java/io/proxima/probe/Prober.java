package io.proxima.probe;

import io.proxima.health.Pair;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Asks each pair again and again, and reports each result.
 *
 * <p>A new pair is probed within a second, then at its check's pace. How many attempts run at once is bounded, by kind
 * ({@link Lane}); those that fall due beyond that wait in line, their time-out not yet running.
 *
 * <p>All of it happens on one event loop, programs, pings and regular expressions apart, which have threads of their own;
 * results are handed over on the event loop: their consumer must not block. The methods may be called from any thread and
 * return at once.
 */
public final class Prober implements AutoCloseable {
    private final Loop loop;
    private final Equipment equipment;
    private final Consumer<ProbeResult> results;

    // The rest belongs to the event loop.
    private final Map<Pair, Target> targets = new HashMap<>();
    private boolean closed;

    /**
     * A prober without targets.
     *
     * @param random of this prober alone: it is used on the event loop
     * @param results called on the event loop, once a probe; never after its pair was removed
     */
    public Prober(Vertx vertx, RandomGenerator random, Consumer<ProbeResult> results) {
        this.loop = new Loop(vertx.getOrCreateContext());
        this.equipment = new Equipment(vertx, loop, random);
        this.results = results;
    }

    /**
     * Replaces what is probed: pairs that stay keep their rhythm, new ones start within a second, others stop. A pair whose
     * check has changed keeps what its results so far amount to.
     */
    public void update(Map<Pair, Probe> wanted) {
        Map<Pair, Probe> probes = Map.copyOf(wanted);
        loop.run(() -> replace(probes));
    }

    /**
     * Takes what a member, or someone for it, says of itself.
     *
     * @param pair one whose check is of kind push, probed here or not
     * @param why in a few words for operators; may be empty
     */
    public void pushed(Pair pair, boolean up, String why) {
        loop.run(() -> {
            boolean news = equipment.beats().heard(pair, up, why);
            Target target = targets.get(pair);
            if (news && target != null) {
                target.hurry();
            }
        });
    }

    /** Stops everything; sockets, processes and timers are gone once the event loop gets to it, and no more results come. */
    @Override
    public void close() {
        loop.run(() -> {
            if (!closed) {
                closed = true;
                replace(Map.of());
                equipment.close();
            }
        });
    }

    private void replace(Map<Pair, Probe> probes) {
        targets.entrySet().removeIf(entry -> {
            Probe probe = probes.get(entry.getKey());
            if (probe == null) {
                entry.getValue().stop();
            } else {
                entry.getValue().change(probe);
            }
            return probe == null;
        });
        if (!closed) {
            probes.forEach(
                    (pair, probe) -> targets.computeIfAbsent(pair, key -> new Target(key, probe, equipment, results)));
        }
        equipment.retain(probes.values());
    }
}
