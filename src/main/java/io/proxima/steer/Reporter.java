package io.proxima.steer;

import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.steer.PoolReport.Fate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the report on a pool for the client of a walk. */
final class Reporter {
    private final Walk walk;
    private final boolean ipv6;
    private final int answers;

    Reporter(Walk walk, boolean ipv6, int answers) {
        this.walk = walk;
        this.ipv6 = ipv6;
        this.answers = answers;
    }

    PoolReport report(PoolPlan pool) {
        PlanState whole = pool.state();
        PlanState.Family state = whole.family(ipv6);
        if (state.nodes.length == 0) {
            return new PoolReport(pool, state.outcome, false, null, null, List.of(), 0, 0, true);
        }
        Odds odds = new Odds(walk, pool, state, ipv6, answers);
        if (state.outcome == PlanState.Outcome.ADDRESSES) {
            odds.compute();
        }
        PoolReport other =
                state.outcome == PlanState.Outcome.OTHER ? report(Objects.requireNonNull(pool.other())) : null;
        Tree tree = new Tree(pool, whole, state, odds);
        int[] sizes = IntStream.range(0, odds.sizes.length)
                .filter(size -> odds.sizes[size] > 0)
                .toArray();
        return new PoolReport(
                pool,
                state.outcome,
                state.allDown,
                other,
                tree.group(0, state.outcome == PlanState.Outcome.ADDRESSES ? Fate.KEPT : Fate.DOWN),
                tree.shares(),
                sizes.length == 0 ? 0 : sizes[0],
                sizes.length == 0 ? 0 : sizes[sizes.length - 1],
                odds.exact);
    }

    /** The groups of one pool. */
    private final class Tree {
        private final PoolPlan pool;
        private final PlanState whole;
        private final PlanState.Family state;
        private final Odds odds;

        Tree(PoolPlan pool, PlanState whole, PlanState.Family state, Odds odds) {
            this.pool = pool;
            this.whole = whole;
            this.state = state;
            this.odds = odds;
        }

        List<PoolReport.Share> shares() {
            Map<String, Double> chances = new LinkedHashMap<>();
            Map<String, String> members = new LinkedHashMap<>();
            for (int number = 0; number < pool.nodes.length; number++) {
                double[] from = odds.fromLeaf.getOrDefault(number, new double[0]);
                for (int i = 0; i < from.length; i++) {
                    if (from[i] > 0) {
                        PlanAddress address = pool.addresses().get(state.nodes[number].live[i]);
                        chances.merge(address.address().getHostAddress(), from[i], Double::sum);
                        members.putIfAbsent(address.address().getHostAddress(), address.member());
                    }
                }
            }
            return chances.entrySet().stream()
                    .map(entry -> new PoolReport.Share(
                            entry.getKey(),
                            Objects.requireNonNull(members.get(entry.getKey())),
                            Math.min(1, entry.getValue())))
                    .sorted(Comparator.comparingDouble(PoolReport.Share::probability)
                            .reversed())
                    .toList();
        }

        PoolReport.Group group(int number, Fate fate) {
            PlanNode node = pool.nodes[number];
            PlanState.Node live = state.nodes[number];
            int[] order = live.live.length == 0
                    ? IntStream.range(0, node.children.length).toArray()
                    : walk.order(node);
            List<PoolReport.Group> groups = IntStream.of(order)
                    .mapToObj(position -> group(node.children[position], fateOf(number, position)))
                    .toList();
            return new PoolReport.Group(
                    node.name,
                    node.rule,
                    node.line,
                    site(number),
                    fate,
                    live.up,
                    live.membersUp,
                    live.members,
                    live.servable,
                    node.upAtLeast,
                    live.panic ? node.panicPercent : 0,
                    units(live.weight),
                    odds.reached[number],
                    walk.depth(node),
                    groups,
                    members(number));
        }

        private Fate fateOf(int parent, int position) {
            PlanNode node = pool.nodes[parent];
            PlanState.Node live = state.nodes[parent];
            int child = node.children[position];
            PlanState.Node below = state.nodes[child];
            if (!below.up) {
                return addresses(child)
                                .noneMatch(
                                        number -> pool.addresses().get(number).ipv6() == ipv6)
                        ? Fate.NO_ADDRESS
                        : below.membersUp == 0 ? Fate.DOWN : Fate.TOO_FEW_UP;
            }
            int taken = walk.position(node, live);
            if (taken >= 0) {
                return taken == position ? Fate.KEPT : Fate.NOT_BEST;
            }
            if (node.kind == PlanNode.Kind.BY_CLIENT
                    && Arrays.stream(walk.near(node, live)).noneMatch(near -> near == position)) {
                return Fate.NOT_BEST;
            }
            if (node.kind == PlanNode.Kind.BY_CLIENT && below.weight == 0 && odds.reached[child] == 0) {
                return Fate.WEIGHT_ZERO;
            }
            if (node.kind == PlanNode.Kind.WEIGHTED
                    && below.weight == 0
                    && live.cumulative[live.cumulative.length - 1] > 0) {
                return Fate.WEIGHT_ZERO;
            }
            return odds.reached[parent] > 0 && odds.reached[child] == 0 ? Fate.FULL : Fate.KEPT;
        }

        private IntStream addresses(int number) {
            PlanNode node = pool.nodes[number];
            return IntStream.concat(
                    node.slots.stream().flatMapToInt(slot -> Arrays.stream(slot.addresses)),
                    Arrays.stream(node.children).flatMap(this::addresses));
        }

        private @Nullable String site(int number) {
            List<@Nullable String> sites = addresses(number)
                    .<@Nullable String>mapToObj(
                            address -> pool.addresses().get(address).site())
                    .distinct()
                    .limit(2)
                    .toList();
            return sites.size() == 1 ? sites.getFirst() : null;
        }

        private List<PoolReport.Address> members(int number) {
            PlanNode node = pool.nodes[number];
            List<PoolReport.Address> members = new ArrayList<>();
            for (PlanNode.Slot slot : node.slots) {
                int before = members.size();
                for (int address : slot.addresses) {
                    if (pool.addresses().get(address).ipv6() == ipv6) {
                        members.add(member(number, address));
                    }
                }
                if (members.size() == before) {
                    members.add(new PoolReport.Address(
                            slot.member, null, null, null, Verdict.INITIAL, null, Fate.NO_ADDRESS, slot.weight, 1, 0));
                }
            }
            return members;
        }

        private PoolReport.Address member(int number, int address) {
            PlanAddress known = pool.addresses().get(address);
            PlanState.Node live = state.nodes[number];
            Pair pair = known.pair();
            int place = IntStream.range(0, live.live.length)
                    .filter(i -> live.live[i] == address)
                    .findFirst()
                    .orElse(-1);
            double[] chances = odds.fromLeaf.getOrDefault(number, new double[live.live.length]);
            double chance = place < 0 ? 0 : chances[place];
            long weight = place < 0 ? 0 : live.weights()[place];
            return new PoolReport.Address(
                    known.member(),
                    known.address().getHostAddress(),
                    known.site(),
                    pair == null ? null : pair.check(),
                    whole.verdicts().get(address),
                    whole.overrides().get(address),
                    fateOf(pool.nodes[number], live, whole.isUp(address), place, weight, chance),
                    units(weight),
                    place < 0 || live.shares == null ? 1 : live.shares[place],
                    chance);
        }

        private static Fate fateOf(
                PlanNode leaf, PlanState.Node live, boolean up, int place, long weight, double chance) {
            if (place < 0) {
                return up ? Fate.DROPPED : Fate.DOWN;
            }
            if (chance > 0) {
                return Fate.KEPT;
            }
            boolean weighted = switch (leaf.kind) {
                case WEIGHTED, BY_CLIENT, CONSISTENT_HASH -> true;
                default -> false;
            };
            if (weighted && weight == 0 && live.cumulative[live.cumulative.length - 1] > 0) {
                return Fate.WEIGHT_ZERO;
            }
            boolean ordered = leaf.kind == PlanNode.Kind.CONSISTENT_HASH
                    || (leaf.kind == PlanNode.Kind.FAILOVER && place >= live.firstMemberAddresses);
            return ordered ? Fate.NOT_BEST : Fate.KEPT;
        }
    }

    private static double units(long weight) {
        return (double) weight / (1 << MemberWeights.SHIFT);
    }
}
