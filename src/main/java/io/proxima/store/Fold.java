package io.proxima.store;

import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Records, one after another, to the state that they amount to. Pure; confined to one thread. */
final class Fold {
    private final Map<Pair, Verdict> verdicts = new LinkedHashMap<>();
    private final Map<PoolMember, MemberOverride> overrides = new LinkedHashMap<>();
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
                release = started.release();
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
            case Entry.Activated activated -> {
                release = activated.release();
                activated.forgotten().forEach(known -> verdicts.remove(known.pair()));
                activated.restored().forEach(known -> put(known.pair(), known.verdict()));
            }
            case Entry.Overridden overridden -> put(overridden);
            case Entry.Lost lost -> missing += Math.max(0, lost.records());
            case Entry.Snapshot snapshot -> {
                verdicts.clear();
                overrides.clear();
                snapshot.overrides().forEach(this::put);
                snapshot.verdicts().forEach(known -> put(known.pair(), known.verdict()));
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

    private void put(Entry.Overridden said) {
        MemberOverride override = said.override();
        if (override.word() == OverrideWord.AUTO) {
            overrides.remove(said.about());
        } else {
            overrides.put(said.about(), override);
        }
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
        return based ? Optional.of(new JournalState(release, running, verdicts, overrides, missing)) : Optional.empty();
    }

    /** The same as a record's content. */
    Optional<Entry.Snapshot> snapshot() {
        return based
                ? Optional.of(
                        new Entry.Snapshot(release, running, Entry.Known.of(verdicts), Entry.Overridden.of(overrides)))
                : Optional.empty();
    }
}
