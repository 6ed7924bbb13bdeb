package io.proxima.steer;

import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.policy.AllDown;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of a plan under given verdicts: what is up, family by family, from the leaves to the root.
 *
 * <p>Families are judged apart, but for members that are dropped together: where all addresses of such a member in one
 * family are down, those of the other are not served either. Two things bound that. A family that the pool as a whole has
 * not up drags nobody along, since there is no better member to go to; and where dropping would leave a family of the pool
 * down, that family is judged by itself.
 *
 * <p>A member without an address of the family does not exist for it. Weights are kept in units of 2^-20, so that a
 * member's weight can be shared among its addresses.
 */
final class StateOf {
    static final int WEIGHT_SHIFT = 20;
    private static final PlanState.Node ABSENT =
            new PlanState.Node(false, 0, 0, 0, new int[0], new long[0], new boolean[0], 0, null);

    /** How members are looked at. */
    private enum Mode {
        /** Each family by itself. */
        APART,
        /** As apart, but without the members that the other family drops. */
        TOGETHER,
        /** As if every member were up. */
        AS_IF_UP
    }

    private final PoolPlan plan;
    private final Verdict[] verdicts;
    /** By node number: the members below that are up, each once in however many groups it stands. */
    private final BitSet[] membersUp;

    StateOf(PoolPlan plan, Function<Pair, Verdict> verdicts) {
        this(
                plan,
                plan.addresses().stream()
                        .map(PlanAddress::pair)
                        .map(pair -> pair == null ? Verdict.INITIAL : verdicts.apply(pair))
                        .toArray(Verdict[]::new));
    }

    /** @param verdicts by address number */
    StateOf(PoolPlan plan, Verdict[] verdicts) {
        this.plan = plan;
        this.verdicts = verdicts;
        this.membersUp = new BitSet[plan.nodes.length];
    }

    /** Whether a family is up by itself, whatever is done when it is not. */
    boolean isUp(boolean ipv6) {
        return hasFamily(ipv6) && nodes(ipv6, Mode.APART)[0].up;
    }

    private boolean hasFamily(boolean ipv6) {
        return plan.addresses().stream().anyMatch(address -> address.ipv6() == ipv6);
    }

    PlanState state() {
        boolean moving = false;
        boolean stale = false;
        long changedAtMillis = 0;
        for (Verdict verdict : verdicts) {
            moving |= verdict.moving();
            stale |= verdict.stale();
            changedAtMillis = Math.max(changedAtMillis, verdict.changedAtMillis());
        }
        return new PlanState(family(false), family(true), moving, stale, changedAtMillis, List.of(verdicts));
    }

    private PlanState.Family family(boolean ipv6) {
        if (!hasFamily(ipv6)) {
            return new PlanState.Family(PlanState.Outcome.NODATA, false, new PlanState.Node[0]);
        }
        if (plan.dropsTogether() && isUp(!ipv6)) {
            PlanState.Node[] together = nodes(ipv6, Mode.TOGETHER);
            if (together[0].up) {
                return new PlanState.Family(PlanState.Outcome.ADDRESSES, false, together);
            }
        }
        PlanState.Node[] asTheyAre = nodes(ipv6, Mode.APART);
        if (asTheyAre[0].up) {
            return new PlanState.Family(PlanState.Outcome.ADDRESSES, false, asTheyAre);
        }
        return switch (plan.allDown()) {
            case AllDown.ServeAll() ->
                new PlanState.Family(PlanState.Outcome.ADDRESSES, true, nodes(ipv6, Mode.AS_IF_UP));
            case AllDown.Empty() -> new PlanState.Family(PlanState.Outcome.NODATA, true, asTheyAre);
            case AllDown.Refuse() -> new PlanState.Family(PlanState.Outcome.SERVFAIL, true, asTheyAre);
            case AllDown.Other other -> new PlanState.Family(PlanState.Outcome.OTHER, true, asTheyAre);
        };
    }

    private PlanState.Node[] nodes(boolean ipv6, Mode mode) {
        PlanState.Node[] states = new PlanState.Node[plan.nodes.length];
        // Children have greater numbers, so they are ready before their parent.
        for (int i = states.length - 1; i >= 0; i--) {
            PlanNode node = plan.nodes[i];
            membersUp[i] = new BitSet();
            states[i] = node.isLeaf()
                    ? leaf(node, membersUp[i], ipv6, mode)
                    : inner(node, membersUp[i], states, ipv6, mode);
        }
        return states;
    }

    private PlanState.Node leaf(PlanNode node, BitSet up, boolean ipv6, Mode mode) {
        int most = node.slots.stream().mapToInt(slot -> slot.addresses.length).sum();
        int[] live = new int[most];
        long[] cumulative = new long[most];
        int count = 0;
        int members = 0;
        int firstMemberAddresses = 0;
        long weight = 0;
        Ranking.@Nullable Builder ranking = node.rendezvous == null ? null : new Ranking.Builder(node.slots.size());
        long[] addressIdentities = new long[ranking == null ? 0 : most];
        for (int s = 0; s < node.slots.size(); s++) {
            PlanNode.Slot slot = node.slots.get(s);
            int before = count;
            boolean present = false;
            boolean dropped = mode == Mode.TOGETHER && slot.dropTogether && isDown(slot, !ipv6);
            for (int a = 0; a < slot.addresses.length; a++) {
                int address = slot.addresses[a];
                if (plan.addresses().get(address).ipv6() == ipv6) {
                    present = true;
                    if (mode == Mode.AS_IF_UP || (verdicts[address].up() && !dropped)) {
                        if (ranking != null) {
                            addressIdentities[count] = slot.identities[a];
                        }
                        live[count++] = address;
                    }
                }
            }
            members += present ? 1 : 0;
            if (count > before) {
                up.set(slot.number);
                if (ranking != null) {
                    ranking.add(before, count, Objects.requireNonNull(node.rendezvous).identities[s], slot.weight);
                }
                firstMemberAddresses = firstMemberAddresses == 0 ? count : firstMemberAddresses;
                long share = ((long) slot.weight << WEIGHT_SHIFT) / (count - before);
                for (int i = before; i < count; i++) {
                    weight += share;
                    cumulative[i] = weight;
                }
            }
        }
        if (members == 0) {
            return ABSENT;
        }
        return new PlanState.Node(
                up(node, up.cardinality(), mode),
                weight(node, weight),
                weight,
                up.cardinality(),
                Arrays.copyOf(live, count),
                Arrays.copyOf(cumulative, count),
                null,
                firstMemberAddresses,
                ranking == null ? null : ranking.build(addressIdentities));
    }

    private PlanState.Node inner(PlanNode node, BitSet up, PlanState.Node[] states, boolean ipv6, Mode mode) {
        int[] live = new int[node.children.length];
        long[] cumulative = new long[node.children.length];
        boolean[] upAt = new boolean[node.children.length];
        int count = 0;
        long weight = 0;
        long membersWeight = 0;
        Ranking.@Nullable Builder ranking = node.rendezvous == null ? null : new Ranking.Builder(node.children.length);
        for (int position = 0; position < node.children.length; position++) {
            PlanState.Node child = states[node.children[position]];
            up.or(membersUp[node.children[position]]);
            if (child.up) {
                upAt[position] = true;
                weight += child.weight;
                membersWeight += child.membersWeight;
                live[count] = position;
                if (ranking != null) {
                    long identity = Objects.requireNonNull(node.rendezvous).identities[position];
                    ranking.add(position, position, identity, fixedWeight(plan.nodes[node.children[position]], ipv6));
                }
                cumulative[count] = weight;
                count++;
            }
        }
        return new PlanState.Node(
                count > 0 && up(node, up.cardinality(), mode),
                weight(node, membersWeight),
                membersWeight,
                up.cardinality(),
                Arrays.copyOf(live, count),
                Arrays.copyOf(cumulative, count),
                upAt,
                0,
                ranking == null ? null : ranking.build(new long[0]));
    }

    /** A group's weight as written, else its members', whatever weights stand on groups in between. */
    private static long weight(PlanNode node, long membersWeight) {
        return node.weight >= 0 ? (long) node.weight << WEIGHT_SHIFT : membersWeight;
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

    private static boolean up(PlanNode node, int membersUp, Mode mode) {
        return membersUp > 0 && (mode == Mode.AS_IF_UP || membersUp >= node.upAtLeast);
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
}
