package io.proxima.steer;

import io.proxima.health.MemberOverride;
import io.proxima.policy.UpAtLeast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One group of a pool with what of it is up now, whoever the client is; for operators, not for queries.
 *
 * @param name as the policy has it
 * @param rule its {@code choose}
 * @param line the line that leads to it, or null
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
     */
    public record Count(int members, int up) {}

    /**
     * One member of a leaf.
     *
     * @param override what stands above its verdicts, or null
     */
    public record LiveMember(
            String member, int weight, @Nullable MemberOverride override, List<PlanAddress> addresses) {}

    /** The root of a pool as its state is now. */
    public static LiveGroup of(PoolPlan plan) {
        return new Reader(plan).group(0);
    }

    /** Reads one plan's state, as it was when this was made. */
    private static final class Reader {
        private final PoolPlan plan;
        private final PlanState state;

        Reader(PoolPlan plan) {
            this.plan = plan;
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
                            .mapToObj(plan.addresses()::get)
                            .toList());
        }

        private Count count(int number, boolean ipv6) {
            BitSet members = new BitSet();
            BitSet up = new BitSet();
            count(number, ipv6, members, up);
            return new Count(members.cardinality(), up.cardinality());
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
