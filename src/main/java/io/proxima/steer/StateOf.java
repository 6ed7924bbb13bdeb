package io.proxima.steer;

import io.proxima.health.Verdict;
import io.proxima.policy.AllDown;

/**
 * The state of a plan under given verdicts, and overrides above them: what is up, family by family, from the leaves to the
 * root.
 *
 * <p>Families are judged apart, but for members that are dropped together: where all addresses of such a member in one
 * family are down, those of the other are not served either. Two things bound that. A family that the pool as a whole has
 * not up drags nobody along, since there is no better member to go to; and where dropping would leave a family of the pool
 * down, that family is judged by itself.
 */
final class StateOf {
    private final PoolPlan plan;
    private final long nowMillis;
    private final Standing standing;
    private long nextStepMillis = Long.MAX_VALUE;

    StateOf(PoolPlan plan, Standing standing, long nowMillis) {
        this.plan = plan;
        this.nowMillis = nowMillis;
        this.standing = standing;
    }

    /** Whether a family is up by itself, whatever is done when it is not. */
    boolean isUp(boolean ipv6) {
        return hasFamily(ipv6) && nodes(ipv6, NodeStates.Mode.APART)[0].up;
    }

    private boolean hasFamily(boolean ipv6) {
        return plan.addresses().stream().anyMatch(address -> address.ipv6() == ipv6);
    }

    PlanState state() {
        boolean moving = false;
        boolean stale = false;
        long changedAtMillis = plan.overriddenAtMillis();
        long heldUntilMillis = Long.MAX_VALUE;
        for (int i = 0; i < standing.verdicts().size(); i++) {
            Verdict verdict = standing.verdict(i);
            if (standing.isOverridden(i)) {
                continue; // its verdict matters to no answer
            }
            moving |= verdict.moving();
            stale |= verdict.stale();
            changedAtMillis = Math.max(changedAtMillis, verdict.changedAtMillis());
            heldUntilMillis = verdict.held() == null
                    ? heldUntilMillis
                    : Math.min(heldUntilMillis, verdict.held().untilMillis());
        }
        PlanState.Family ipv4 = family(false);
        PlanState.Family ipv6 = family(true);
        long nextChangeMillis = Math.min(Math.min(nextStepMillis, heldUntilMillis), overrideEndsMillis());
        return new PlanState(
                ipv4,
                ipv6,
                moving,
                stale,
                changedAtMillis,
                nextStepMillis,
                nextChangeMillis,
                standing.verdicts(),
                standing.overrides());
    }

    private long overrideEndsMillis() {
        return standing.overrides().values().stream()
                .mapToLong(override -> override.untilMillis())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private PlanState.Family family(boolean ipv6) {
        if (!hasFamily(ipv6)) {
            return new PlanState.Family(PlanState.Outcome.NODATA, false, new PlanState.Node[0]);
        }
        if (plan.dropsTogether() && isUp(!ipv6)) {
            PlanState.Node[] together = nodes(ipv6, NodeStates.Mode.TOGETHER);
            if (together[0].up) {
                return new PlanState.Family(PlanState.Outcome.ADDRESSES, false, together);
            }
        }
        PlanState.Node[] asTheyAre = nodes(ipv6, NodeStates.Mode.APART);
        if (asTheyAre[0].up) {
            return new PlanState.Family(PlanState.Outcome.ADDRESSES, false, asTheyAre);
        }
        return switch (plan.allDown()) {
            case AllDown.ServeAll() -> {
                PlanState.Node[] asIfUp = nodes(ipv6, NodeStates.Mode.AS_IF_UP);
                yield asIfUp[0].up
                        ? new PlanState.Family(PlanState.Outcome.ADDRESSES, true, asIfUp)
                        : new PlanState.Family(PlanState.Outcome.NODATA, true, asTheyAre); // every one drained
            }
            case AllDown.Empty() -> new PlanState.Family(PlanState.Outcome.NODATA, true, asTheyAre);
            case AllDown.Refuse() -> new PlanState.Family(PlanState.Outcome.SERVFAIL, true, asTheyAre);
            case AllDown.Other other -> new PlanState.Family(PlanState.Outcome.OTHER, true, asTheyAre);
        };
    }

    /** By node number, what is really up in one family, though so few may be up that others serve too. */
    PlanState.Node[] reallyUp(boolean ipv6) {
        return nodes(ipv6, NodeStates.Mode.REALLY_UP);
    }

    private PlanState.Node[] nodes(boolean ipv6, NodeStates.Mode mode) {
        NodeStates nodes = new NodeStates(plan, standing, nowMillis, ipv6);
        PlanState.Node[] states = nodes.states(mode);
        nextStepMillis = Math.min(nextStepMillis, nodes.nextStepMillis());
        return states;
    }
}
