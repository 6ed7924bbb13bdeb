package io.proxima.store;

import io.proxima.catalog.Catalog;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a replica knew and served at an instant, by its journal. Immutable.
 *
 * @param release the hash of the release in force
 * @param running whether it served; what else stands here is from before where it did not
 * @param verdicts those that were not {@link Verdict#INITIAL}
 * @param overrides what was said of members and held, and what was taken back under this release, in the order it was
 * @param missing how many records that could have changed this are known to be lost or damaged
 */
public record JournalState(
        String release, boolean running, Map<Pair, Verdict> verdicts, List<Entry.Overridden> overrides, long missing) {
    public JournalState {
        verdicts = Map.copyOf(verdicts);
        overrides = List.copyOf(overrides);
    }

    /** The verdict on a pair. */
    public Verdict verdict(Pair pair) {
        return verdicts.getOrDefault(pair, Verdict.INITIAL);
    }

    /** The overrides that held. */
    public Map<PoolMember, MemberOverride> inForce() {
        Map<PoolMember, MemberOverride> held = new HashMap<>();
        overrides.forEach(said -> say(held, said));
        return held;
    }

    /**
     * Makes a catalog of the release, compiled anew, answer as the replica did.
     *
     * <p>A pool is unsettled for a while after something else was said of a member of its own. So what changed under this
     * release is said again, each at its time; what was taken back held until then, as whatever.
     *
     * @param atMillis the instant, on the wall clock
     */
    public void applyTo(Catalog catalog, long atMillis) {
        Map<PoolMember, MemberOverride> held = new HashMap<>();
        overrides.stream()
                .filter(said -> said.changedAtMillis() == 0 || isAuto(said))
                .forEach(said -> held.put(said.of(), said.override()));
        catalog.override(held, this::verdict, atMillis);
        catalog.applyAll(this::verdict, atMillis);
        for (Entry.Overridden said : overrides) {
            if (said.changedAtMillis() != 0) {
                say(held, said);
                catalog.override(held, this::verdict, said.changedAtMillis());
            }
        }
        catalog.applyAll(this::verdict, atMillis); // slow starts are as of the instant, not as of the last word
    }

    private static void say(Map<PoolMember, MemberOverride> held, Entry.Overridden said) {
        if (isAuto(said)) {
            held.remove(said.of());
        } else {
            held.put(said.of(), said.override());
        }
    }

    /** Whether a member is left to its checks again. */
    static boolean isAuto(Entry.Overridden said) {
        return said.word().equals(OverrideWord.AUTO.text());
    }
}
