package io.proxima.catalog;

import io.proxima.policy.Policy;
import io.proxima.source.Findings;

/** That the schedules of a release speak of members that there are. */
final class MaintenanceChecks {
    private MaintenanceChecks() {}

    static void check(Release release, Findings findings) {
        if (release.policies().stream().allMatch(policy -> policy.maintenance().isEmpty())) {
            return;
        }
        Roster roster = Roster.of(release);
        for (Policy policy : release.policies()) {
            policy.maintenance().forEach(maintenance -> {
                Target target = Target.find(roster, policy.zoneName(), maintenance.target());
                if (target.problem() != null) {
                    findings.error(maintenance.targetPlace(), target.problem(), target.hint());
                }
            });
        }
    }
}
