package io.proxima.catalog;

import io.proxima.geo.Geography;
import io.proxima.health.MemberOverride;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Quorum;
import io.proxima.health.Verdict;
import io.proxima.policy.Check;
import io.proxima.policy.Policy;
import io.proxima.steer.PoolPlan;
import io.proxima.wire.EncodedRrset;
import io.proxima.wire.NameView;
import io.proxima.wire.RrType;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A release compiled for answering: the zones' label trees below a tree of their apexes.
 *
 * <p>Immutable but for what is live: the states of the pools and the TTLs of the steered names, which the one writer
 * thread replaces ({@link #apply}) while queries read them.
 */
public final class Catalog {

    /** A node of the tree of apexes. */
    static final class Apex {
        final Labels<Apex> children = new Labels<>();

        @Nullable
        ZoneTree zone;
    }

    /** What a parent has at the apex of a zone that it does not delegate. */
    private static final ZoneNode NOT_DELEGATED = new ZoneNode();

    final Apex root = new Apex();
    private final List<ZoneTree> zones;
    private final List<PoolPlan> pools;
    private final List<SteeredTtl> ttls;
    private final Map<Pair, Check> checks;
    private final DerivedPairs derived;
    private final Map<Pair, Set<PoolPlan>> poolsOf = new HashMap<>();
    private final EncodedRrset[][] records;
    private final int ordinals;
    private final int widest;
    private final List<Policy> policies;
    private final Geography geography;
    private final List<Schedule> schedules;

    Catalog(
            Collection<ZoneTree> zones,
            Collection<PoolPlan> pools,
            Collection<SteeredTtl> ttls,
            Map<Pair, Check> checks,
            DerivedPairs derived,
            int ordinals,
            List<Policy> policies,
            Geography geography,
            List<Schedule> schedules) {
        this.zones = List.copyOf(zones);
        this.pools = List.copyOf(pools);
        this.ttls = List.copyOf(ttls);
        this.checks = Map.copyOf(checks);
        this.derived = derived;
        this.ordinals = ordinals;
        this.policies = policies;
        this.geography = geography;
        this.schedules = List.copyOf(schedules);
        this.widest = pools.stream().mapToInt(PoolPlan::widest).max().orElse(0);
        this.records = new EncodedRrset[this.pools.size()][];
        this.zones.forEach(this::plant);
        for (PoolPlan pool : this.pools) {
            records[pool.number()] = AddressRecords.of(pool);
            pool.pairs()
                    .forEach(pair -> poolsOf.computeIfAbsent(pair, _ -> new LinkedHashSet<>())
                            .add(pool));
        }
    }

    private void plant(ZoneTree zone) {
        Apex at = root;
        for (byte[] label : zone.apexName().labelsBelow(0)) {
            Apex child = at.children.get(label);
            if (child == null) {
                child = new Apex();
                at.children.put(label, child);
            }
            at = child;
        }
        at.zone = zone;
    }

    /**
     * Finds where a name leads (RFC 1034 section 4.3.2 steps 2 and 3).
     *
     * <p>The nearest enclosing zone answers, but for DS at its apex, which is the parent's to answer if we serve the parent
     * (RFC 4035 section 3.1.4.1). A parent that does not delegate the zone has no DS for it, but does not deny its name.
     */
    public void find(NameView name, int qtype, Match match) {
        ZoneTree zone = null;
        ZoneTree parent = null;
        int apexLabel = 0;
        int parentLabel = 0;
        Apex at = root;
        for (int label = name.labelCount(); ; label--) {
            if (at.zone != null) {
                parent = zone;
                parentLabel = apexLabel;
                zone = at.zone;
                apexLabel = label;
            }
            if (label == 0) {
                break;
            }
            Apex child = at.children.get(name, label - 1);
            if (child == null) {
                break;
            }
            at = child;
        }
        if (zone == null) {
            match.zone = null;
            match.set(Match.Kind.NO_ZONE, null, 0);
            return;
        }
        if (qtype == RrType.DS && apexLabel == 0 && parent != null) {
            descend(parent, parentLabel, name, qtype, match);
            if (match.kind == Match.Kind.NXDOMAIN || match.kind == Match.Kind.WILDCARD) {
                match.set(Match.Kind.EXACT, NOT_DELEGATED, 0);
            }
            return;
        }
        descend(zone, apexLabel, name, qtype, match);
    }

    private static void descend(ZoneTree zone, int apexLabel, NameView name, int qtype, Match match) {
        match.zone = zone;
        match.apexLabel = apexLabel;
        ZoneNode node = zone.apex();
        int label = apexLabel;
        while (true) {
            if (node.cut != null && (label > 0 || qtype != RrType.DS)) {
                match.set(Match.Kind.DELEGATION, node, label);
                return;
            }
            if (label == 0) {
                match.set(Match.Kind.EXACT, node, 0);
                return;
            }
            if (node.redirect != null) {
                match.set(Match.Kind.DNAME, node, label);
                return;
            }
            ZoneNode child = node.child(name, label - 1);
            if (child == null) {
                if (node.wildcard != null) {
                    match.set(Match.Kind.WILDCARD, node.wildcard, label);
                } else {
                    match.set(Match.Kind.NXDOMAIN, node, label);
                }
                return;
            }
            node = child;
            label--;
        }
    }

    /** The ready-encoded A or AAAA record of each of a pool's addresses, by their numbers. */
    public EncodedRrset[] records(PoolPlan pool) {
        return records[pool.number()];
    }

    /** How many counters a thread needs. */
    public int ordinals() {
        return ordinals;
    }

    /** The most children or addresses that one node of a pool has. */
    public int widest() {
        return widest;
    }

    /** The zones served. */
    public List<ZoneTree> zones() {
        return zones;
    }

    /** The pools in use. */
    public List<PoolPlan> pools() {
        return pools;
    }

    /** What the pools were compiled from. */
    public List<Policy> policies() {
        return policies;
    }

    /** What the pools' maps of clients were compiled from. */
    public Geography geography() {
        return geography;
    }

    /** The members of all pools, in use or not, as operators name them; made anew, since it is seldom asked for. */
    public Roster roster() {
        return Roster.of(policies, pools);
    }

    /** What the policies say of members at certain times. */
    public List<Schedule> schedules() {
        return schedules;
    }

    /** What is to be probed. */
    public Map<Pair, Check> checks() {
        return checks;
    }

    /** What follows from what is probed. */
    public DerivedPairs derived() {
        return derived;
    }

    /** What can bear witness for each pair: the pairs at other sites of the pools it serves; unmodifiable. */
    public Map<Pair, Set<Pair>> witnesses() {
        return Witnesses.of(pools, derived::probed);
    }

    /**
     * Takes changed verdicts and all that follows from them, through pools that checks watch; on the writer thread.
     *
     * @return the changed verdicts and the derived ones that changed with them
     */
    public Map<Pair, Verdict> settle(
            Map<Pair, Verdict> changed, Function<Pair, Verdict> verdicts, Deriving deriving, long nowMillis) {
        Map<Pair, Verdict> all = new LinkedHashMap<>(changed);
        all.putAll(deriving.derive(changed.keySet(), pool -> derived.poolState(pool, verdicts, nowMillis)));
        if (!all.isEmpty()) {
            apply(all.keySet(), verdicts, nowMillis);
        }
        return all;
    }

    /** How the votes on each pair are counted, and what holds it down. */
    public Map<Pair, Quorum> quorums() {
        Map<Pair, Set<Pair>> witnesses = witnesses();
        Map<Pair, Quorum> quorums = new LinkedHashMap<>();
        checks.forEach((pair, check) -> quorums.put(pair, Quorums.of(check, witnesses.getOrDefault(pair, Set.of()))));
        return quorums;
    }

    /** Takes changed verdicts into the pools they touch and the TTLs; on the writer thread. */
    public void apply(Collection<Pair> changed, Function<Pair, Verdict> verdicts, long nowMillis) {
        Set<PoolPlan> touched = new LinkedHashSet<>();
        changed.forEach(pair -> touched.addAll(poolsOf.getOrDefault(pair, Set.of())));
        touched.forEach(pool -> pool.refresh(verdicts, nowMillis));
        derived.keep(changed, verdicts);
        settle(nowMillis);
    }

    /** Takes the overrides in force into the pools where they are others than before, and the TTLs; on the writer thread. */
    public void override(Map<PoolMember, MemberOverride> inForce, Function<Pair, Verdict> verdicts, long nowMillis) {
        pools.stream()
                .filter(pool -> pool.override(inForce, nowMillis))
                .forEach(pool -> pool.refresh(verdicts, nowMillis));
        settle(nowMillis);
    }

    /** Takes every verdict, as before the catalog is published; on the writer thread. */
    public void applyAll(Function<Pair, Verdict> verdicts, long nowMillis) {
        pools.forEach(pool -> pool.refresh(verdicts, nowMillis));
        derived.keepAll(verdicts);
        settle(nowMillis);
    }

    /** Takes what time alone changes: slow starts that go on, and TTLs; on the writer thread, about once a second. */
    public void tick(Function<Pair, Verdict> verdicts, long nowMillis) {
        for (PoolPlan pool : pools) {
            if (pool.state().nextStepMillis() <= nowMillis) {
                pool.refresh(verdicts, nowMillis);
            }
        }
        settle(nowMillis);
    }

    /** Decides every steered name's TTL anew, as time passes; on the writer thread. */
    public void settle(long nowMillis) {
        ttls.forEach(ttl -> ttl.refresh(nowMillis));
    }
}
