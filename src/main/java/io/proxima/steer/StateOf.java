package io.proxima.steer;

import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.policy.AllDown;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of a plan under given verdicts, and overrides above them: what is up, family by family, from the leaves to the
 * root.
 *
 * <p>A member without an address of the family does not exist for it. Weights are kept in units of 2^-20, so that a
 * member's weight can be shared among its addresses.
 *
 * <p>A group counts as up or down by what is really up in it. One that counts as up, but has fewer members up than its panic
 * share, is then worked out anew as if all of them were. Who is drained or forced down is not among those.
 */
final class StateOf {
    private static final PlanState.Node ABSENT = new PlanState.Node(
            false, 0, 0, 0, 0, 0, 0, false, new int[0], new long[0], null, null, new boolean[0], 0, null);

    private final PoolPlan plan;
    private final long nowMillis;
    private final Verdict[] verdicts;
    /** By address number, those of members that have one. */
    private final Map<Integer, MemberOverride> overrides = new HashMap<>();

    private long nextStepMillis = Long.MAX_VALUE;

    /**
     * @param overrides in force, by the member's key
     */
    StateOf(PoolPlan plan, Function<Pair, Verdict> verdicts, Map<String, MemberOverride> overrides, long nowMillis) {
        this.plan = plan;
        this.nowMillis = nowMillis;
        this.verdicts = new Verdict[plan.addresses().size()];
        for (int i = 0; i < this.verdicts.length; i++) {
            PlanAddress address = plan.addresses().get(i);
            Pair pair = address.pair();
            this.verdicts[i] = pair == null ? Verdict.INITIAL : verdicts.apply(pair);
            MemberOverride override = overrides.get(address.member());
            if (override != null) {
                this.overrides.put(i, override);
            }
        }
    }

    PlanState state() {
        boolean moving = false;
        boolean stale = false;
        long changedAtMillis = 0;
        for (int i = 0; i < verdicts.length; i++) {
            if (!overrides.containsKey(i)) { // whose verdict matters to no answer
                moving |= verdicts[i].moving();
                stale |= verdicts[i].stale();
                changedAtMillis = Math.max(changedAtMillis, verdicts[i].changedAtMillis());
            }
        }
        changedAtMillis = Math.max(changedAtMillis, plan.overriddenAtMillis());
        PlanState.Family ipv4 = family(false);
        PlanState.Family ipv6 = family(true);
        return new PlanState(ipv4, ipv6, moving, stale, changedAtMillis, nextStepMillis, List.of(verdicts), overrides);
    }

    private PlanState.Family family(boolean ipv6) {
        if (plan.addresses().stream().noneMatch(address -> address.ipv6() == ipv6)) {
            return new PlanState.Family(PlanState.Outcome.NODATA, false, new PlanState.Node[0]);
        }
        PlanState.Node[] asTheyAre = new Nodes(ipv6, true).states(false);
        if (asTheyAre[0].up) {
            return new PlanState.Family(PlanState.Outcome.ADDRESSES, false, asTheyAre);
        }
        return switch (plan.allDown()) {
            case AllDown.ServeAll() -> {
                PlanState.Node[] asIfUp = new Nodes(ipv6, true).states(true);
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
        return new Nodes(ipv6, false).states(false);
    }

    /** Whether an address is served; {@code asIfUp} where all are that are neither drained nor forced down. */
    private boolean serves(int address, boolean asIfUp) {
        MemberOverride override = overrides.get(address);
        return override == null ? asIfUp || verdicts[address].up() : override.word() == OverrideWord.FORCE_UP;
    }

    /** The nodes of one family. */
    private final class Nodes {
        private final boolean ipv6;
        private final boolean panics;
        private final PlanState.Node[] states = new PlanState.Node[plan.nodes.length];
        /** By node number: the members below that are up, each once in however many groups it stands. */
        private final BitSet[] membersUp = new BitSet[plan.nodes.length];
        /** By node number: the members below that have the family. */
        private final BitSet[] members = new BitSet[plan.nodes.length];
        /** By node number: those of them that are neither drained nor forced down. */
        private final BitSet[] servable = new BitSet[plan.nodes.length];

        /** @param panics whether panic shares are heeded */
        Nodes(boolean ipv6, boolean panics) {
            this.ipv6 = ipv6;
            this.panics = panics;
        }

        PlanState.Node[] states(boolean asIfUp) {
            compute(0, asIfUp);
            return states;
        }

        private void compute(int number, boolean asIfUp) {
            PlanNode node = plan.nodes[number];
            for (int child : node.children) {
                compute(child, asIfUp);
            }
            BitSet up = new BitSet();
            membersUp[number] = up;
            members[number] = new BitSet();
            servable[number] = new BitSet();
            states[number] = node.isLeaf() ? leaf(number, asIfUp) : inner(number, asIfUp);
            if (panics && !asIfUp && states[number].up && isPanic(node, states[number])) {
                compute(number, true);
                membersUp[number] = up;
                states[number] = states[number].inPanic(up.cardinality());
            }
        }

        private PlanState.Node leaf(int number, boolean asIfUp) {
            PlanNode node = plan.nodes[number];
            int most =
                    node.slots.stream().mapToInt(slot -> slot.addresses.length).sum();
            int[] live = new int[most];
            long[] cumulative = new long[most];
            double[] shares = new double[most];
            int count = 0;
            int firstMemberAddresses = 0;
            boolean heeded = MemberWeights.heedsShares(node.kind);
            long sum = 0;
            long weight = 0;
            long fullWeight = 0;
            Ranking.@Nullable Builder ranking = node.rendezvous == null ? null : new Ranking.Builder(node.slots.size());
            long[] addressIdentities = new long[ranking == null ? 0 : most];
            for (int s = 0; s < node.slots.size(); s++) {
                PlanNode.Slot slot = node.slots.get(s);
                int before = count;
                for (int a = 0; a < slot.addresses.length; a++) {
                    int address = slot.addresses[a];
                    if (plan.addresses().get(address).ipv6() == ipv6) {
                        members[number].set(slot.number);
                        if (serves(address, true)) {
                            servable[number].set(slot.number);
                        }
                        if (serves(address, asIfUp)) {
                            if (ranking != null) {
                                addressIdentities[count] = slot.identities[a];
                            }
                            boolean ramps = !asIfUp && !overrides.containsKey(address);
                            shares[count] = ramps ? ramped(slot.ramp, verdicts[address]) : 1;
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
                    isUp(number, asIfUp),
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

        private PlanState.Node inner(int number, boolean asIfUp) {
            PlanNode node = plan.nodes[number];
            int[] live = new int[node.children.length];
            long[] cumulative = new long[node.children.length];
            double[] shares = new double[node.children.length];
            boolean[] upAt = new boolean[node.children.length];
            int count = 0;
            long weight = 0;
            long membersWeight = 0;
            long fullWeight = 0;
            Ranking.@Nullable Builder ranking =
                    node.rendezvous == null ? null : new Ranking.Builder(node.children.length);
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
                    count > 0 && isUp(number, asIfUp),
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

        private boolean isUp(int number, boolean asIfUp) {
            int up = membersUp[number].cardinality();
            int needed = plan.nodes[number].upAtLeast.of(members[number].cardinality());
            return up > 0 && (asIfUp || up >= needed);
        }
    }

    private static boolean isPanic(PlanNode node, PlanState.Node state) {
        return (long) state.membersUp * 100 < (long) state.servable * node.panicPercent;
    }

    private double ramped(Ramp ramp, Verdict verdict) {
        nextStepMillis = Math.min(nextStepMillis, ramp.nextMillis(verdict, nowMillis));
        return ramp.share(verdict, nowMillis);
    }
}
