package io.proxima.steer;

import io.proxima.health.MemberOverride;
import io.proxima.policy.UpAtLeast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One group of a pool with what of it is up now, whoever the client is; for operators, not for queries.
 *
 * @param name as the policy has it
 * @param rule its {@code choose}
 * @param line the line that leads to it, or null
 * @param site where all its members stand, or null
 * @param weight in a draw of its parent, as written; null for the sum of what is up below
 * @param upAtLeast with fewer members up it counts as down, as written
 * @param ipv4 its members that have an IPv4 address
 * @param ipv6 its members that have an IPv6 address
 * @param groups its groups, as written
 * @param members its members, as written, where it has no groups; those of a group that chooses the nearest by sites
 */
public record LiveGroup(
        String name,
        String rule,
        @Nullable String line,
        @Nullable String site,
        @Nullable Integer weight,
        UpAtLeast upAtLeast,
        Count ipv4,
        Count ipv6,
        List<LiveGroup> groups,
        List<LiveMember> members) {

    /**
     * Members of one family below a group, each once in however many groups it stands.
     *
     * @param members all
     * @param up those with an address that is up, by its verdict or by a word above that
     * @param needed with fewer of them up the group counts as down
     * @param enough whether it counts as up
     * @param panic whether so few are up that all serve
     */
    public record Count(int members, int up, int needed, boolean enough, boolean panic) {}

    /**
     * One member of a leaf.
     *
     * @param override what stands above its verdicts, or null
     * @param share the part of its weight that its slow start lets it have, the least of its addresses'; 1 where none is under way
     */
    public record LiveMember(
            String member, int weight, @Nullable MemberOverride override, double share, List<PlanAddress> addresses) {}

    /**
     * The root of a pool as its state is now.
     *
     * @param nowMillis on the wall clock, for slow starts
     */
    public static LiveGroup of(PoolPlan plan, long nowMillis) {
        return new Reader(plan, nowMillis).group(0);
    }

    /** Reads one plan's state, as it was when this was made. */
    private static final class Reader {
        private final PoolPlan plan;
        private final PlanState state;
        private final long nowMillis;

        Reader(PoolPlan plan, long nowMillis) {
            this.plan = plan;
            this.nowMillis = nowMillis;
            this.state = plan.state();
        }

        LiveGroup group(int number) {
            PlanNode node = plan.nodes[number];
            List<LiveGroup> groups = new ArrayList<>();
            List<PlanNode.Slot> slots = new ArrayList<>();
            for (int child : node.children) {
                if (node.sitesOfLeaf) {
                    slots.addAll(plan.nodes[child].slots);
                } else {
                    groups.add(group(child));
                }
            }
            slots.addAll(node.slots);
            return new LiveGroup(
                    node.name,
                    node.rule,
                    node.line,
                    site(number),
                    node.weight < 0 ? null : node.weight,
                    node.upAtLeast,
                    count(number, false),
                    count(number, true),
                    groups,
                    slots.stream().map(this::member).toList());
        }

        private LiveMember member(PlanNode.Slot slot) {
            return new LiveMember(
                    slot.member,
                    slot.weight,
                    slot.addresses.length == 0 ? null : state.overrides().get(slot.addresses[0]),
                    Arrays.stream(slot.addresses)
                            .filter(address -> !state.overrides().containsKey(address))
                            .mapToDouble(
                                    address -> slot.ramp.share(state.verdicts().get(address), nowMillis))
                            .min()
                            .orElse(1),
                    Arrays.stream(slot.addresses)
                            .mapToObj(plan.addresses()::get)
                            .toList());
        }

        private Count count(int number, boolean ipv6) {
            BitSet members = new BitSet();
            BitSet up = new BitSet();
            count(number, ipv6, members, up);
            int needed = plan.nodes[number].upAtLeast.of(members.cardinality());
            PlanState.Family family = state.family(ipv6);
            boolean computed = number < family.nodes.length;
            boolean asIfUp = family.allDown && family.outcome == PlanState.Outcome.ADDRESSES;
            boolean enough = asIfUp ? isEnough(number, ipv6) : computed && family.nodes[number].up;
            return new Count(
                    members.cardinality(),
                    up.cardinality(),
                    needed,
                    enough,
                    computed && !asIfUp && family.nodes[number].panic);
        }

        /** Whether a group is up by what is really up, where all are served since the pool is down. */
        private boolean isEnough(int number, boolean ipv6) {
            PlanNode node = plan.nodes[number];
            BitSet members = new BitSet();
            BitSet up = new BitSet();
            count(number, ipv6, members, up);
            return !up.isEmpty()
                    && up.cardinality() >= node.upAtLeast.of(members.cardinality())
                    && (node.isLeaf() || Arrays.stream(node.children).anyMatch(child -> isEnough(child, ipv6)));
        }

        private @Nullable String site(int number) {
            Set<String> sites = new HashSet<>();
            return sites(number, sites) && sites.size() == 1 ? sites.iterator().next() : null;
        }

        /** Whether all below have one. */
        private boolean sites(int number, Set<String> sites) {
            PlanNode node = plan.nodes[number];
            boolean all = Arrays.stream(node.children).allMatch(child -> sites(child, sites));
            for (PlanNode.Slot slot : node.slots) {
                for (int address : slot.addresses) {
                    String site = plan.addresses().get(address).site();
                    all &= site != null;
                    if (site != null) {
                        sites.add(site);
                    }
                }
            }
            return all;
        }

        private void count(int number, boolean ipv6, BitSet members, BitSet up) {
            PlanNode node = plan.nodes[number];
            for (PlanNode.Slot slot : node.slots) {
                for (int address : slot.addresses) {
                    if (plan.addresses().get(address).ipv6() == ipv6) {
                        members.set(slot.number);
                        if (state.isUp(address)) {
                            up.set(slot.number);
                        }
                    }
                }
            }
            for (int child : node.children) {
                count(child, ipv6, members, up);
            }
        }
    }
}
