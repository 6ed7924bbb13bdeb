package io.proxima.steer;

import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.policy.AllDown;
import io.proxima.policy.Detection;
import io.proxima.policy.RecoverWithin;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pool compiled to an array of nodes, with its live state beside it.
 *
 * <p>All but the state is immutable. The state is replaced by the one writer thread with a release store, and read by
 * every query with an acquire load.
 */
public final class PoolPlan {
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(PoolPlan.class, "state", PlanState.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int number;
    private final String name;
    final PlanNode[] nodes;
    private final List<PlanAddress> addresses;
    /** Equal numbers for equal addresses; empty where no address stands twice, in whatever groups. */
    final int[] identities;

    private final AllDown allDown;
    private final boolean dropsTogether;
    private @Nullable PoolPlan other;
    private @Nullable RecoverWithin recoverWithin;
    private @Nullable Detection detection;
    private PlanState state;

    PoolPlan(int number, String name, PlanNode[] nodes, List<PlanAddress> addresses, AllDown allDown) {
        this.number = number;
        this.name = name;
        this.nodes = nodes;
        this.addresses = List.copyOf(addresses);
        this.identities = identities(this.addresses, nodes);
        this.allDown = allDown;
        this.dropsTogether =
                Arrays.stream(nodes).flatMap(node -> node.slots.stream()).anyMatch(slot -> slot.dropTogether);
        this.state = new StateOf(this, pair -> Verdict.INITIAL, 0).state();
    }

    private static int[] identities(List<PlanAddress> addresses, PlanNode[] nodes) {
        Map<InetAddress, Integer> first = new HashMap<>();
        int[] identities = new int[addresses.size()];
        for (int i = 0; i < identities.length; i++) {
            Integer earlier = first.putIfAbsent(addresses.get(i).address(), i);
            identities[i] = earlier == null ? i : earlier;
        }
        long places = Arrays.stream(nodes)
                .flatMap(node -> node.slots.stream())
                .mapToLong(slot -> slot.addresses.length)
                .sum();
        return first.size() == places ? new int[0] : identities;
    }

    /** The pool's number in its catalog, from 0. */
    public int number() {
        return number;
    }

    /** The pool's name with its zone's, {@code example.com./edge}. */
    public String name() {
        return name;
    }

    /** Every address of every member, in the order of the numbers that the walk gives. */
    public List<PlanAddress> addresses() {
        return addresses;
    }

    /** What is answered when no group is up. */
    public AllDown allDown() {
        return allDown;
    }

    /** The pool that answers when all is down, where the policy names one. */
    public @Nullable PoolPlan other() {
        return other;
    }

    /** Says which pool answers when all is down; once, before the plan is published. */
    public void setOther(PoolPlan other) {
        this.other = other;
    }

    /** What the pool promises, or null. */
    public @Nullable RecoverWithin recoverWithin() {
        return recoverWithin;
    }

    /** How long a failure of a member goes unnoticed at most, or null where nothing is probed. */
    public @Nullable Detection detection() {
        return detection;
    }

    /** Says what is promised, and what can be; once, before the plan is published. */
    public void setRecovery(@Nullable RecoverWithin recoverWithin, @Nullable Detection detection) {
        this.recoverWithin = recoverWithin;
        this.detection = detection;
    }

    /** The pairs whose verdicts the state depends on, the other pool's not among them. */
    public Set<Pair> pairs() {
        return addresses.stream()
                .map(PlanAddress::pair)
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The largest number of children or addresses of one node: the room that a draw needs. */
    public int widest() {
        int widest = addresses.size();
        for (PlanNode node : nodes) {
            widest = Math.max(widest, node.children.length);
        }
        return widest;
    }

    /** One more than the greatest number of a counter of its nodes. */
    int ordinals() {
        return Arrays.stream(nodes)
                        .mapToInt(node -> Math.max(node.ordinal(false), node.ordinal(true)))
                        .max()
                        .orElse(-1)
                + 1;
    }

    /** Whether any member is not served in one family while it is down in the other. */
    boolean dropsTogether() {
        return dropsTogether;
    }

    /** Whether any rule looks at the client. */
    public boolean clientDependent() {
        return nodes[0].clientDependent;
    }

    /** What is live now. */
    public PlanState state() {
        return (PlanState) STATE.getAcquire(this);
    }

    /**
     * Whether the pool has a family up by itself, wherever it hands over, and whether members whose verdicts are moving or
     * stale could make that otherwise; the time of its change is not kept.
     */
    public Verdict verdict(boolean ipv6) {
        PlanState now = state();
        return new Verdict(
                now.outcome(ipv6) != PlanState.Outcome.NODATA && !now.allDown(ipv6),
                now.moving() && couldDiffer(ipv6, now, Verdict::moving),
                now.stale() && couldDiffer(ipv6, now, Verdict::stale),
                0);
    }

    /** More members up never make a pool down. */
    private boolean couldDiffer(boolean ipv6, PlanState now, Predicate<Verdict> open) {
        return isUp(ipv6, now, verdict -> verdict.up() || open.test(verdict))
                != isUp(ipv6, now, verdict -> verdict.up() && !open.test(verdict));
    }

    private boolean isUp(boolean ipv6, PlanState now, Predicate<Verdict> up) {
        return new StateOf(
                        this,
                        now.verdicts().stream()
                                .map(verdict -> new Verdict(up.test(verdict), false, 0))
                                .toArray(Verdict[]::new),
                        0)
                .isUp(ipv6);
    }

    /** Recomputes what is live from verdicts, as of a time on the wall clock, and publishes it; on the one writer thread. */
    public void refresh(Function<Pair, Verdict> verdicts, long nowMillis) {
        STATE.setRelease(this, new StateOf(this, verdicts, nowMillis).state());
    }
}
