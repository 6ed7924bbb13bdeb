package io.proxima.catalog;

import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.PoolMember;
import io.proxima.policy.Maintenance;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A weekly window of a policy, and the members that it is about.
 *
 * @param owner who is named as the one who said it: the zone's schedule
 */
public record Schedule(Maintenance maintenance, String owner, List<PoolMember> members) {
    public Schedule {
        members = List.copyOf(members);
    }

    /** What schedules say at an instant; of two that speak of one member, the first in the file counts. */
    public static Map<PoolMember, MemberOverride> inForce(Collection<Schedule> schedules, long nowMillis) {
        Map<PoolMember, MemberOverride> inForce = new HashMap<>();
        for (Schedule schedule : schedules) {
            schedule.maintenance
                    .weekly()
                    .at(Instant.ofEpochMilli(nowMillis), schedule.maintenance.timeZone())
                    .ifPresent(window -> {
                        MemberOverride override = new MemberOverride(
                                word(schedule.maintenance.action()),
                                window.end().toEpochMilli(),
                                schedule.owner,
                                schedule.maintenance.why(),
                                window.begin().toEpochMilli(),
                                true);
                        schedule.members.forEach(member -> inForce.putIfAbsent(member, override));
                    });
        }
        return inForce;
    }

    private static OverrideWord word(Maintenance.Action action) {
        return switch (action) {
            case DRAIN -> OverrideWord.DRAIN;
            case FORCE_UP -> OverrideWord.FORCE_UP;
            case FORCE_DOWN -> OverrideWord.FORCE_DOWN;
        };
    }
}
