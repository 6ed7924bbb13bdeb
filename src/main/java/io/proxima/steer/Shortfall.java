package io.proxima.steer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A pool, or a group that needs more than one member, that fewer would serve than it needs.
 *
 * @param zone the apex beside whose zone the pool's policy stands
 * @param pool its name there
 * @param group the group's name; the pool's for the pool itself
 * @param left how many members would be up
 * @param of how many it has
 * @param upAtLeast how many it needs; of a share, what that comes to
 * @param ipv6 for AAAA, else for A; members without an address of the family do not count
 */
public record Shortfall(String zone, String pool, String group, int left, int of, int upAtLeast, boolean ipv6) {

    /** Where fewer are up after than before, and too few; what was down before is nobody's loss. */
    static List<Shortfall> of(PoolPlan plan, StateOf before, StateOf after, String zone, String pool) {
        Set<Shortfall> found = new LinkedHashSet<>();
        for (boolean ipv6 : new boolean[] {false, true}) {
            PlanState.Node[] had = before.reallyUp(ipv6);
            PlanState.Node[] has = after.reallyUp(ipv6);
            boolean lost = !has[0].up && loses(plan, before, after, ipv6);
            for (int number = 0; number < plan.nodes.length; number++) {
                PlanNode node = plan.nodes[number];
                boolean fewer = has[number].membersUp < had[number].membersUp;
                int of = members(plan, number, ipv6).cardinality();
                int upAtLeast = node.upAtLeast.of(of);
                boolean needed = number == 0 || upAtLeast > 1;
                if ((needed && fewer && !has[number].up) || (number == 0 && lost)) {
                    found.add(new Shortfall(
                            zone, pool, number == 0 ? pool : node.name, has[number].membersUp, of, upAtLeast, ipv6));
                }
            }
        }
        return new ArrayList<>(found);
    }

    /** Whether there were addresses to answer, were it because all is down and everybody is served, and now are none. */
    private static boolean loses(PoolPlan plan, StateOf before, StateOf after, boolean ipv6) {
        return plan.addresses().stream().anyMatch(address -> address.ipv6() == ipv6)
                && before.state().outcome(ipv6) == PlanState.Outcome.ADDRESSES
                && after.state().outcome(ipv6) != PlanState.Outcome.ADDRESSES;
    }

    private static BitSet members(PoolPlan plan, int number, boolean ipv6) {
        PlanNode node = plan.nodes[number];
        BitSet members = new BitSet();
        node.slots.stream()
                .filter(slot -> Arrays.stream(slot.addresses)
                        .anyMatch(address -> plan.addresses().get(address).ipv6() == ipv6))
                .forEach(slot -> members.set(slot.number));
        for (int child : node.children) {
            members.or(members(plan, child, ipv6));
        }
        return members;
    }
}
