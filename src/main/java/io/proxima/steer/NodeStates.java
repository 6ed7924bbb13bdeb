package io.proxima.steer;

import io.proxima.health.Verdict;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The states of a plan's nodes in one family, from the leaves to the root.
 *
 * <p>A member without an address of the family does not exist for it. Weights are kept in units of 2^-20, so that a
 * member's weight can be shared among its addresses.
 *
 * <p>A group counts as up or down by what is really up in it. One that counts as up, but has fewer members up than its panic
 * share, is then worked out anew as if all of them were.
 */
final class NodeStates {
    static final int WEIGHT_SHIFT = 20;
    private static final PlanState.Node ABSENT = new PlanState.Node(
            false, 0, 0, 0, 0, 0, false, new int[0], new long[0], null, null, new boolean[0], 0, null);

    /** How members are looked at. */
    enum Mode {
        /** Each family by itself. */
        APART,
        /** As apart, but without the members that the other family drops. */
        TOGETHER,
        /** As if every member were up. */
        AS_IF_UP
    }

    private final PoolPlan plan;
    private final Verdict[] verdicts;
    private final long nowMillis;
    private final boolean ipv6;
    private final PlanState.Node[] states;
    /** By node number: the members below that are up, each once in however many groups it stands. */
    private final BitSet[] membersUp;
    /** By node number: the members below that have the family. */
    private final BitSet[] members;

    private long nextStepMillis = Long.MAX_VALUE;

    /** @param verdicts by address number */
    NodeStates(PoolPlan plan, Verdict[] verdicts, long nowMillis, boolean ipv6) {
        this.plan = plan;
        this.verdicts = verdicts;
        this.nowMillis = nowMillis;
        this.ipv6 = ipv6;
        this.states = new PlanState.Node[plan.nodes.length];
        this.membersUp = new BitSet[plan.nodes.length];
        this.members = new BitSet[plan.nodes.length];
    }

    /** By node number. */
    PlanState.Node[] states(Mode mode) {
        compute(0, mode);
        return states;
    }

    /** When a slow start goes on that was met, on the wall clock; {@code Long.MAX_VALUE} for never. */
    long nextStepMillis() {
        return nextStepMillis;
    }

    private void compute(int number, Mode mode) {
        PlanNode node = plan.nodes[number];
        for (int child : node.children) {
            compute(child, mode);
        }
        BitSet up = new BitSet();
        membersUp[number] = up;
        members[number] = new BitSet();
        states[number] = node.isLeaf() ? leaf(number, mode) : inner(number, mode);
        if (mode != Mode.AS_IF_UP && states[number].up && isPanic(node, states[number])) {
            compute(number, Mode.AS_IF_UP);
            membersUp[number] = up;
            states[number] = states[number].inPanic(up.cardinality());
        }
    }

    private PlanState.Node leaf(int number, Mode mode) {
        PlanNode node = plan.nodes[number];
        int most = node.slots.stream().mapToInt(slot -> slot.addresses.length).sum();
        int[] live = new int[most];
        long[] cumulative = new long[most];
        double[] shares = new double[most];
        int count = 0;
        int firstMemberAddresses = 0;
        boolean asIfUp = mode == Mode.AS_IF_UP;
        boolean heeded = heedsShares(node.kind);
        long sum = 0;
        long weight = 0;
        long fullWeight = 0;
        Ranking.@Nullable Builder ranking = node.rendezvous == null ? null : new Ranking.Builder(node.slots.size());
        long[] addressIdentities = new long[ranking == null ? 0 : most];
        for (int s = 0; s < node.slots.size(); s++) {
            PlanNode.Slot slot = node.slots.get(s);
            int before = count;
            boolean dropped = mode == Mode.TOGETHER && slot.dropTogether && isDown(slot, !ipv6);
            for (int a = 0; a < slot.addresses.length; a++) {
                int address = slot.addresses[a];
                if (plan.addresses().get(address).ipv6() == ipv6) {
                    members[number].set(slot.number);
                    if (asIfUp || (verdicts[address].up() && !dropped)) {
                        if (ranking != null) {
                            addressIdentities[count] = slot.identities[a];
                        }
                        shares[count] = asIfUp ? 1 : ramped(slot.ramp, verdicts[address]);
                        live[count++] = address;
                    }
                }
            }
            if (count > before) {
                membersUp[number].set(slot.number);
                if (ranking != null) {
                    ranking.add(before, count, Objects.requireNonNull(node.rendezvous).identities[s], slot.weight);
                }
                firstMemberAddresses = firstMemberAddresses == 0 ? count : firstMemberAddresses;
                long full = ((long) slot.weight << WEIGHT_SHIFT) / (count - before);
                for (int i = before; i < count; i++) {
                    fullWeight += full;
                    weight += part(full, shares[i]);
                    sum += heeded ? part(full, shares[i]) : full;
                    cumulative[i] = sum;
                }
            }
        }
        if (members[number].isEmpty()) {
            return ABSENT;
        }
        boolean ramping = heeded && Arrays.stream(shares, 0, count).anyMatch(share -> share < 1);
        return new PlanState.Node(
                isUp(number, mode),
                weight(node, weight, fullWeight),
                weight,
                fullWeight,
                membersUp[number].cardinality(),
                members[number].cardinality(),
                false,
                Arrays.copyOf(live, count),
                Arrays.copyOf(cumulative, count),
                ramping ? drawnByShare(node, Arrays.copyOf(shares, count)) : null,
                ramping ? Arrays.copyOf(shares, count) : null,
                null,
                firstMemberAddresses,
                ranking == null ? null : ranking.build(addressIdentities));
    }

    private PlanState.Node inner(int number, Mode mode) {
        PlanNode node = plan.nodes[number];
        int[] live = new int[node.children.length];
        long[] cumulative = new long[node.children.length];
        double[] shares = new double[node.children.length];
        boolean[] upAt = new boolean[node.children.length];
        int count = 0;
        long weight = 0;
        long membersWeight = 0;
        long fullWeight = 0;
        Ranking.@Nullable Builder ranking = node.rendezvous == null ? null : new Ranking.Builder(node.children.length);
        for (int position = 0; position < node.children.length; position++) {
            int below = node.children[position];
            PlanState.Node child = states[below];
            membersUp[number].or(membersUp[below]);
            members[number].or(members[below]);
            if (child.up) {
                upAt[position] = true;
                weight += child.weight;
                membersWeight += child.membersWeight;
                fullWeight += child.fullWeight;
                live[count] = position;
                shares[count] = share(child.membersWeight, child.fullWeight);
                if (ranking != null) {
                    long identity = Objects.requireNonNull(node.rendezvous).identities[position];
                    ranking.add(position, position, identity, fixedWeight(plan.nodes[below], ipv6));
                }
                cumulative[count] = weight;
                count++;
            }
        }
        boolean ramping = membersWeight < fullWeight;
        return new PlanState.Node(
                count > 0 && isUp(number, mode),
                weight(node, membersWeight, fullWeight),
                membersWeight,
                fullWeight,
                membersUp[number].cardinality(),
                members[number].cardinality(),
                false,
                Arrays.copyOf(live, count),
                Arrays.copyOf(cumulative, count),
                ramping ? drawnByShare(node, Arrays.copyOf(shares, count)) : null,
                null,
                upAt,
                0,
                ranking == null ? null : ranking.build(new long[0]));
    }

    private boolean isUp(int number, Mode mode) {
        int up = membersUp[number].cardinality();
        int needed = plan.nodes[number].upAtLeast.of(members[number].cardinality());
        return up > 0 && (mode == Mode.AS_IF_UP || up >= needed);
    }

    /** Whether a member has addresses of a family, and all of them are down. */
    private boolean isDown(PlanNode.Slot slot, boolean ipv6) {
        boolean present = false;
        for (int address : slot.addresses) {
            if (plan.addresses().get(address).ipv6() == ipv6) {
                present = true;
                if (verdicts[address].up()) {
                    return false;
                }
            }
        }
        return present;
    }

    /** Whether a rule gives the members of a leaf shares, by weight or alike; the others have an order, a hash, or take all. */
    private static boolean heedsShares(PlanNode.Kind kind) {
        return switch (kind) {
            case WEIGHTED, RANDOM, ROUND_ROBIN -> true;
            case BY_CLIENT, FAILOVER, CONSISTENT_HASH, ALL -> false;
        };
    }

    private static boolean isPanic(PlanNode node, PlanState.Node state) {
        return (long) state.membersUp * 100 < (long) state.members * node.panicPercent;
    }

    private double ramped(Ramp ramp, Verdict verdict) {
        nextStepMillis = Math.min(nextStepMillis, ramp.nextMillis(verdict, nowMillis));
        return ramp.share(verdict, nowMillis);
    }

    /** What a rule that heeds no weights draws by while something is in a slow start; null for the other rules. */
    private static long @Nullable [] drawnByShare(PlanNode node, double[] shares) {
        if (node.kind != PlanNode.Kind.RANDOM && node.kind != PlanNode.Kind.ROUND_ROBIN) {
            return null;
        }
        long[] sums = new long[shares.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = (i == 0 ? 0 : sums[i - 1]) + part(1L << WEIGHT_SHIFT, shares[i]);
        }
        return sums;
    }

    /** A weight that is not 0 does not become 0. */
    private static long part(long weight, double share) {
        return share == 1 ? weight : Math.max(Math.min(weight, 1), Math.round(weight * share));
    }

    private static double share(long ramped, long full) {
        return full == 0 ? 1 : (double) ramped / full;
    }

    /** A group's weight as written, else its members', whatever weights stand on groups in between. */
    private static long weight(PlanNode node, long membersWeight, long fullWeight) {
        return node.weight >= 0
                ? part((long) node.weight << WEIGHT_SHIFT, share(membersWeight, fullWeight))
                : membersWeight;
    }

    /** A group's weight as written, else that of all members below that have the family, up or not. */
    private long fixedWeight(PlanNode node, boolean ipv6) {
        return node.weight >= 0 ? node.weight : fixedMembersWeight(node, ipv6);
    }

    private long fixedMembersWeight(PlanNode node, boolean ipv6) {
        long weight = 0;
        for (PlanNode.Slot slot : node.slots) {
            boolean present = Arrays.stream(slot.addresses)
                    .anyMatch(address -> plan.addresses().get(address).ipv6() == ipv6);
            weight += present ? slot.weight : 0;
        }
        for (int child : node.children) {
            weight += fixedMembersWeight(plan.nodes[child], ipv6);
        }
        return weight;
    }
}
