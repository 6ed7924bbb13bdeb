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
 * share, is then worked out anew as if all of them were. Who is drained or forced down is not among those.
 */
final class NodeStates {
    private static final PlanState.Node ABSENT = new PlanState.Node(
            false, 0, 0, 0, 0, 0, 0, false, new int[0], new long[0], null, null, new boolean[0], 0, null);

    /** How members are looked at. */
    enum Mode {
        /** Each family by itself. */
        APART,
        /** As apart, but without the members that the other family drops. */
        TOGETHER,
        /** As apart, though so few may be up that others serve too. */
        REALLY_UP,
        /** As if every member were up that is neither drained nor forced down. */
        AS_IF_UP
    }

    private final PoolPlan plan;
    private final Standing standing;
    private final long nowMillis;
    private final boolean ipv6;
    private final PlanState.Node[] states;
    /** By node number: the members below that are up, each once in however many groups it stands. */
    private final BitSet[] membersUp;
    /** By node number: the members below that have the family. */
    private final BitSet[] members;
    /** By node number: those of them that are neither drained nor forced down. */
    private final BitSet[] servable;

    private long nextStepMillis = Long.MAX_VALUE;

    NodeStates(PoolPlan plan, Standing standing, long nowMillis, boolean ipv6) {
        this.plan = plan;
        this.standing = standing;
        this.nowMillis = nowMillis;
        this.ipv6 = ipv6;
        this.states = new PlanState.Node[plan.nodes.length];
        this.membersUp = new BitSet[plan.nodes.length];
        this.members = new BitSet[plan.nodes.length];
        this.servable = new BitSet[plan.nodes.length];
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
        servable[number] = new BitSet();
        states[number] = node.isLeaf() ? leaf(number, mode) : inner(number, mode);
        if ((mode == Mode.APART || mode == Mode.TOGETHER) && states[number].up && isPanic(node, states[number])) {
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
        boolean heeded = MemberWeights.heedsShares(node.kind);
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
                    if (standing.serves(address, true)) {
                        servable[number].set(slot.number);
                    }
                    if (standing.serves(address, asIfUp) && !dropped) {
                        if (ranking != null) {
                            addressIdentities[count] = slot.identities[a];
                        }
                        shares[count] = asIfUp || standing.isOverridden(address)
                                ? 1
                                : ramped(slot.ramp, standing.verdict(address));
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
                long full = ((long) slot.weight << MemberWeights.SHIFT) / (count - before);
                for (int i = before; i < count; i++) {
                    fullWeight += full;
                    weight += MemberWeights.part(full, shares[i]);
                    sum += heeded ? MemberWeights.part(full, shares[i]) : full;
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
                MemberWeights.of(node, weight, fullWeight),
                weight,
                fullWeight,
                membersUp[number].cardinality(),
                members[number].cardinality(),
                servable[number].cardinality(),
                false,
                Arrays.copyOf(live, count),
                Arrays.copyOf(cumulative, count),
                ramping ? MemberWeights.drawnByShare(node, Arrays.copyOf(shares, count)) : null,
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
            servable[number].or(servable[below]);
            if (child.up) {
                upAt[position] = true;
                weight += child.weight;
                membersWeight += child.membersWeight;
                fullWeight += child.fullWeight;
                live[count] = position;
                shares[count] = MemberWeights.share(child.membersWeight, child.fullWeight);
                if (ranking != null) {
                    long identity = Objects.requireNonNull(node.rendezvous).identities[position];
                    ranking.add(position, position, identity, MemberWeights.fixed(plan, plan.nodes[below], ipv6));
                }
                cumulative[count] = weight;
                count++;
            }
        }
        boolean ramping = membersWeight < fullWeight;
        return new PlanState.Node(
                count > 0 && isUp(number, mode),
                MemberWeights.of(node, membersWeight, fullWeight),
                membersWeight,
                fullWeight,
                membersUp[number].cardinality(),
                members[number].cardinality(),
                servable[number].cardinality(),
                false,
                Arrays.copyOf(live, count),
                Arrays.copyOf(cumulative, count),
                ramping ? MemberWeights.drawnByShare(node, Arrays.copyOf(shares, count)) : null,
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
                if (standing.serves(address, false)) {
                    return false;
                }
            }
        }
        return present;
    }

    private static boolean isPanic(PlanNode node, PlanState.Node state) {
        return (long) state.membersUp * 100 < (long) state.servable * node.panicPercent;
    }

    private double ramped(Ramp ramp, Verdict verdict) {
        nextStepMillis = Math.min(nextStepMillis, ramp.nextMillis(verdict, nowMillis));
        return ramp.share(verdict, nowMillis);
    }
}
