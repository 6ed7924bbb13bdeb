package io.proxima.control;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Schedule;
import io.proxima.catalog.Supposition;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideRegister;
import io.proxima.health.Overrides;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import io.proxima.trial.Side;
import java.util.List;
import java.util.Map;

/**
 * How things stand when a trial begins: what answers, and what is known of members.
 *
 * @param release what answers, as people quote it
 * @param inForce what operators and the schedules of {@code catalog} say
 * @param registers what operators said, whatever the schedules say
 * @param nowMillis on the wall clock
 */
public record TrialGround(
        String release,
        Catalog catalog,
        Map<Pair, Verdict> verdicts,
        Map<PoolMember, MemberOverride> inForce,
        List<OverrideRegister> registers,
        long nowMillis) {
    public TrialGround {
        verdicts = Map.copyOf(verdicts);
        inForce = Map.copyOf(inForce);
        registers = List.copyOf(registers);
    }

    /** A catalog of which nothing is known: all members are up but for those that a schedule takes out now. */
    static TrialGround unknown(String release, Catalog catalog, long nowMillis) {
        return new TrialGround(
                release, catalog, Map.of(), Schedule.inForce(catalog.schedules(), nowMillis), List.of(), nowMillis);
    }

    /** What answers now. */
    Side now() {
        return with(inForce);
    }

    /** What answers now, under other overrides. */
    Side with(Map<PoolMember, MemberOverride> overrides) {
        return new Side(catalog, new Supposition(catalog, verdicts, overrides, nowMillis));
    }

    /** What another catalog would answer, with these verdicts, what operators said, and schedules of its own. */
    Side of(Catalog candidate) {
        Overrides words = new Overrides("");
        words.restore(registers);
        words.changes(Schedule.inForce(candidate.schedules(), nowMillis), nowMillis);
        return new Side(candidate, new Supposition(candidate, verdicts, words.inForce(), nowMillis));
    }
}
