package io.proxima.store;

import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records, one after another, to the state that they amount to. Pure; confined to one thread. */
final class Fold {
    private final Map<Pair, Verdict> verdicts = new LinkedHashMap<>();
    private final Map<PoolMember, Entry.Overridden> overrides = new LinkedHashMap<>();
    private String release = "";
    private boolean running;
    private boolean based;
    private long missing;
    private long number = -1;

    /** Takes the next record. */
    void take(JournalRecord record) {
        if (number >= 0 && record.number() > number + 1) {
            missing += record.number() - number - 1;
        }
        number = record.number();
        take(record.entry());
    }

    private void take(Entry entry) {
        switch (entry) {
            case Entry.Started started -> {
                activate(started.release());
                running = true;
            }
            case Entry.Stopped _ -> running = false;
            case Entry.VerdictChanged changed ->
                put(
                        new Pair(changed.check(), changed.address()),
                        new Verdict(
                                changed.up(),
                                changed.moving(),
                                changed.stale(),
                                changed.changedAtMillis(),
                                Hold.held(changed.held())));
            case Entry.Moved moved -> {
                Pair pair = new Pair(moved.check(), moved.address());
                Verdict last = verdicts.getOrDefault(pair, Verdict.INITIAL);
                put(
                        pair,
                        new Verdict(
                                last.up(),
                                moved.moving(),
                                moved.stale(),
                                last.changedAtMillis(),
                                Hold.held(moved.held())));
            }
            case Entry.Overridden overridden -> {
                overrides.remove(overridden.of());
                overrides.put(overridden.of(), overridden);
            }
            case Entry.Activated activated -> {
                activate(activated.release());
                activated.forgotten().forEach(known -> verdicts.remove(known.pair()));
                activated.restored().forEach(known -> put(known.pair(), known.verdict()));
            }
            case Entry.Lost lost -> missing += Math.max(0, lost.records());
            case Entry.Snapshot snapshot -> {
                verdicts.clear();
                snapshot.verdicts().forEach(known -> put(known.pair(), known.verdict()));
                overrides.clear();
                snapshot.overrides().forEach(known -> overrides.put(known.of(), known));
                release = snapshot.release();
                running = snapshot.running();
                missing = 0;
                based = true;
            }
            case Entry.Refused _ -> {
                // what is served stays
            }
        }
    }

    /** What was said before is as old as the release then, and what was taken back is forgotten. */
    private void activate(String hash) {
        release = hash;
        overrides.values().removeIf(JournalState::isAuto);
        overrides.replaceAll((_, said) -> said.older());
    }

    private void put(Pair pair, Verdict verdict) {
        if (verdict.equals(Verdict.INITIAL)) {
            verdicts.remove(pair);
        } else {
            verdicts.put(pair, verdict);
        }
    }

    /** What all records so far amount to; empty until there was a snapshot among them. */
    Optional<JournalState> state() {
        return based
                ? Optional.of(new JournalState(release, running, verdicts, List.copyOf(overrides.values()), missing))
                : Optional.empty();
    }

    /** The same as a record's content. */
    Optional<Entry.Snapshot> snapshot() {
        return based
                ? Optional.of(
                        new Entry.Snapshot(release, running, Entry.Known.of(verdicts), List.copyOf(overrides.values())))
                : Optional.empty();
    }
}
