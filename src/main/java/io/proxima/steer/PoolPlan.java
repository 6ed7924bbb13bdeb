package io.proxima.steer;

import io.proxima.health.MemberOverride;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
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
    private final String zone;
    private final String pool;
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
    /** By the member's key; the writer thread's own, as are the two below. */
    private Map<String, MemberOverride> overrides = Map.of();

    private long overriddenAtMillis;
    private boolean refreshed;

    /**
     * @param zone the apex beside whose zone its policy stands
     * @param pool its name there
     * @param name unique among plans, the two with a slash between, and more where a steered name gives the members
     */
    PoolPlan(
            int number,
            String zone,
            String pool,
            String name,
            PlanNode[] nodes,
            List<PlanAddress> addresses,
            AllDown allDown) {
        this.number = number;
        this.zone = zone;
        this.pool = pool;
        this.name = name;
        this.nodes = nodes;
        this.addresses = List.copyOf(addresses);
        this.identities = identities(this.addresses, nodes);
        this.allDown = allDown;
        this.dropsTogether =
                Arrays.stream(nodes).flatMap(node -> node.slots.stream()).anyMatch(slot -> slot.dropTogether);
        this.state = new StateOf(this, Standing.of(this, pair -> Verdict.INITIAL, Map.of()), 0).state();
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

    /** This pool once more, with a state of its own, all members up: for what would be. Where it hands over to is said anew. */
    public PoolPlan apart() {
        return new PoolPlan(number, zone, pool, name, nodes, addresses, allDown);
    }

    /** The apex beside whose zone the pool's policy stands. */
    public String zone() {
        return zone;
    }

    /** The pool's name in that policy. */
    public String pool() {
        return pool;
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
        int children = Arrays.stream(nodes)
                .mapToInt(node -> node.children.length)
                .max()
                .orElse(0);
        return Math.max(addresses.size(), children);
    }

    /** One more than the greatest number of a counter of its nodes. */
    int ordinals() {
        return Arrays.stream(nodes)
                .mapToInt(node -> 1 + Math.max(node.ordinal(false), node.ordinal(true)))
                .max()
                .orElse(0);
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
        List<Verdict> settled = now.verdicts().stream()
                .map(verdict -> new Verdict(up.test(verdict), false, 0))
                .toList();
        return new StateOf(this, new Standing(settled, now.overrides()), 0).isUp(ipv6);
    }

    /** The pool's members, as overrides name them. */
    public Set<PoolMember> members() {
        return addresses.stream()
                .map(address -> new PoolMember(zone, pool, address.member()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Takes the overrides in force, others' among them; on the one writer thread. What is live follows with
     * {@link #refresh}.
     *
     * @return whether any of its own is another than before
     */
    public boolean override(Map<PoolMember, MemberOverride> inForce, long nowMillis) {
        Map<String, MemberOverride> own = own(inForce);
        if (own.equals(overrides)) {
            return false;
        }
        overrides = own;
        // A plan that is new took nothing back: its overrides are as old as they say.
        overriddenAtMillis = refreshed
                ? nowMillis
                : own.values().stream()
                        .mapToLong(MemberOverride::setAtMillis)
                        .max()
                        .orElse(0);
        return true;
    }

    private Map<String, MemberOverride> own(Map<PoolMember, MemberOverride> inForce) {
        Map<String, MemberOverride> own = new HashMap<>();
        inForce.forEach((member, override) -> {
            if (member.pool().equals(pool) && member.zone().equals(zone)) {
                own.put(member.member(), override);
            }
        });
        if (!own.isEmpty()) { // another plan of a pool without members may have other addresses
            own.keySet().retainAll(addresses.stream().map(PlanAddress::member).collect(Collectors.toSet()));
        }
        return own;
    }

    /** When its overrides last changed, on the wall clock; 0 for never. */
    long overriddenAtMillis() {
        return overriddenAtMillis;
    }

    /**
     * Recomputes what is live from verdicts, and overrides above them, as of a time on the wall clock, and publishes it; on
     * the one writer thread.
     */
    public void refresh(Function<Pair, Verdict> verdicts, long nowMillis) {
        refreshed = true;
        STATE.setRelease(this, new StateOf(this, Standing.of(this, verdicts, overrides), nowMillis).state());
    }

    /** Supposes verdicts of a plan that nobody is answered from yet: what is said of it later is no change. */
    public void suppose(Function<Pair, Verdict> verdicts) {
        STATE.setRelease(this, new StateOf(this, Standing.of(this, verdicts, overrides), 0).state());
    }

    /**
     * Where other overrides would leave fewer up than are needed; changes nothing, on the one writer thread.
     *
     * @param wanted all that would be in force
     */
    public List<Shortfall> shortfalls(Function<Pair, Verdict> verdicts, Map<PoolMember, MemberOverride> wanted) {
        // As of no time: a slow start takes nobody out.
        StateOf before = new StateOf(this, Standing.of(this, verdicts, overrides), 0);
        StateOf after = new StateOf(this, Standing.of(this, verdicts, own(wanted)), 0);
        return Shortfall.of(this, before, after, zone, pool);
    }
}
