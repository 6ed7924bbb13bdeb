package io.proxima.steer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Weights of members and groups as a state has them: in units of 2^-20, less in slow starts. */
final class MemberWeights {
    static final int SHIFT = 20;

    private MemberWeights() {}

    /** Whether a rule gives the members of a leaf shares, by weight or alike; the others have an order, a hash, or take all. */
    static boolean heedsShares(PlanNode.Kind kind) {
        return switch (kind) {
            case WEIGHTED, RANDOM, ROUND_ROBIN -> true;
            case BY_CLIENT, FAILOVER, CONSISTENT_HASH, ALL -> false;
        };
    }

    /** What a rule that heeds no weights draws by while something is in a slow start; null for the other rules. */
    static long @Nullable [] drawnByShare(PlanNode node, double[] shares) {
        if (node.kind != PlanNode.Kind.RANDOM && node.kind != PlanNode.Kind.ROUND_ROBIN) {
            return null;
        }
        long[] sums = new long[shares.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = (i == 0 ? 0 : sums[i - 1]) + part(1L << SHIFT, shares[i]);
        }
        return sums;
    }

    /** A weight that is not 0 does not become 0. */
    static long part(long weight, double share) {
        return share == 1 ? weight : Math.max(Math.min(weight, 1), Math.round(weight * share));
    }

    static double share(long ramped, long full) {
        return full == 0 ? 1 : (double) ramped / full;
    }

    /** A group's weight as written, else its members', whatever weights stand on groups in between. */
    static long of(PlanNode node, long membersWeight, long fullWeight) {
        return node.weight >= 0 ? part((long) node.weight << SHIFT, share(membersWeight, fullWeight)) : membersWeight;
    }

    /** A group's weight as written, else that of all members below that have the family, up or not. */
    static long fixed(PoolPlan plan, PlanNode node, boolean ipv6) {
        return node.weight >= 0 ? node.weight : fixedMembers(plan, node, ipv6);
    }

    private static long fixedMembers(PoolPlan plan, PlanNode node, boolean ipv6) {
        long weight = 0;
        for (PlanNode.Slot slot : node.slots) {
            boolean present = Arrays.stream(slot.addresses)
                    .anyMatch(address -> plan.addresses().get(address).ipv6() == ipv6);
            weight += present ? slot.weight : 0;
        }
        for (int child : node.children) {
            weight += fixedMembers(plan, plan.nodes[child], ipv6);
        }
        return weight;
    }
}
