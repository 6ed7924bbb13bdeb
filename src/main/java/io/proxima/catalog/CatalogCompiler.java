package io.proxima.catalog;

import io.proxima.policy.AllDown;
import io.proxima.policy.Detection;
import io.proxima.policy.Group;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.policy.PoolRef;
import io.proxima.policy.RecoverWithin;
import io.proxima.policy.SteeredName;
import io.proxima.steer.Ordinals;
import io.proxima.steer.PoolCompiler;
import io.proxima.steer.PoolPlan;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import io.proxima.zone.Rrset;
import io.proxima.zone.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles releases to catalogs; on the writer thread. */
public final class CatalogCompiler {
    private final Ordinals ordinals = new Ordinals();
    private final TreeKeeper kept = new TreeKeeper();

    /** The catalog of a release that {@code ReleaseReader} found no error in. */
    public Catalog compile(Release release) {
        return new Build(release).catalog();
    }

    private final class Build {
        private final Release release;
        private final List<PoolPlan> pools = new ArrayList<>();
        private final Map<String, PoolPlan> named = new HashMap<>();
        private final DetectionBounds detections;
        private final List<SteeredTtl> ttls = new ArrayList<>();

        Build(Release release) {
            this.release = release;
            this.detections = new DetectionBounds(release);
        }

        Catalog catalog() {
            List<Zone> zones = List.copyOf(release.zones());
            List<ZoneTree> trees =
                    kept.trees(zones, zones.stream().map(this::steering).toList());
            PairExpansion pairs = expand();
            return new Catalog(
                    trees,
                    pools,
                    ttls,
                    pairs.probed(),
                    pairs.derived(),
                    ordinals.size(),
                    List.copyOf(release.policies()),
                    release.geography(),
                    schedules());
        }

        /** What the policies say of members at certain times; whom they mean is looked up only where they say anything. */
        private List<Schedule> schedules() {
            if (release.policies().stream()
                    .allMatch(policy -> policy.maintenance().isEmpty())) {
                return List.of();
            }
            Roster roster = Roster.of(release.policies(), pools);
            return release.policies().stream()
                    .flatMap(policy -> policy.maintenance().stream()
                            .map(maintenance -> new Schedule(
                                    maintenance,
                                    "the schedule of " + policy.zone(),
                                    Target.find(roster, policy.zoneName(), maintenance.target())
                                            .members())))
                    .toList();
        }

        private Map<Name, ZoneCompiler.Steering> steering(Zone zone) {
            Optional<Policy> policy = release.policyOf(zone.apex());
            if (policy.isEmpty()) {
                return Map.of();
            }
            Map<Name, ZoneCompiler.Steering> steering = new HashMap<>();
            policy.get().names().values().forEach(steered -> {
                PoolPlan plan = plan(steered.pool(), zone, steered.owner());
                steering.put(
                        steered.owner(),
                        new ZoneCompiler.Steering(leaf(zone, steered, plan, false), leaf(zone, steered, plan, true)));
            });
            return steering;
        }

        private Leaf.Steered leaf(Zone zone, SteeredName steered, PoolPlan plan, boolean ipv6) {
            SteeredTtl ttl = ttl(zone, steered, plan, ipv6);
            ttls.add(ttl);
            return new Leaf.Steered(plan, ipv6, steered.answers().orElse(0), steered.ecs(), ttl);
        }

        /** The name's own TTL, else its RRset's in the zone, else the other family's; that is cut to what the pool promises. */
        private static SteeredTtl ttl(Zone zone, SteeredName steered, PoolPlan plan, boolean ipv6) {
            SteeredName.Ttl own = steered.ttl();
            if (own != null) {
                return new SteeredTtl(plan, own.steadySeconds(), own.unsettledSeconds());
            }
            int seconds = zone.rrset(steered.owner(), ipv6 ? RrType.AAAA : RrType.A)
                    .or(() -> zone.rrset(steered.owner(), ipv6 ? RrType.A : RrType.AAAA))
                    .map(Rrset::ttlSeconds)
                    .orElse(0L)
                    .intValue();
            RecoverWithin promise = plan.recoverWithin();
            Detection detection = plan.detection();
            if (promise == null || detection == null) {
                return new SteeredTtl(plan, seconds, seconds);
            }
            SteeredName.Ttl kept = promise.ttl(detection, seconds);
            return new SteeredTtl(plan, kept.steadySeconds(), kept.unsettledSeconds());
        }

        private PoolPlan plan(PoolRef ref, Zone zone, Name owner) {
            Policy policy = release.policyOf(ref.zone()).orElseThrow();
            Pool pool = Optional.ofNullable(policy.pools().get(ref.pool())).orElseThrow();
            Group root = pool.root();
            String key = policy.zone() + "/" + pool.name() + (endsFlat(pool) ? "@" + owner : "");
            PoolPlan known = named.get(key);
            if (known != null) {
                return known;
            }
            PoolCompiler compiler = new PoolCompiler(policy, release.geography(), ordinals, release::addressesOf);
            PoolPlan plan = root == null
                    ? compiler.compileFlat(pools.size(), pool, owner.toString(), Release.addressesIn(zone, owner))
                    : compiler.compile(pools.size(), pool, root);
            pools.add(plan);
            named.put(key, plan);
            promise(plan, policy, pool);
            if (pool.allDown() instanceof AllDown.Other other) {
                plan.setOther(plan(other.pool(), zone, owner));
            }
            return plan;
        }

        /** Whether the steered name's own RRset is what a pool, or one that it hands over to, chooses from. */
        private boolean endsFlat(Pool pool) {
            return pool.root() == null
                    || (pool.allDown() instanceof AllDown.Other other
                            && release.policyOf(other.pool().zone())
                                    .flatMap(policy -> Optional.ofNullable(
                                            policy.pools().get(other.pool().pool())))
                                    .filter(this::endsFlat)
                                    .isPresent());
        }

        /** The pools that are watched are compiled as they are met, at the end of those still to be looked at. */
        private PairExpansion expand() {
            PairExpansion expansion = new PairExpansion(release.policies(), this::watched);
            for (int i = 0; i < pools.size(); i++) {
                expansion.add(pools.get(i));
            }
            return expansion;
        }

        /** Whether a pool is up does not depend on where it hands over: any of its plans will do. */
        private PoolPlan watched(PoolRef ref) {
            String key = ref.zone() + "/" + ref.pool();
            return named.entrySet().stream()
                    .filter(entry ->
                            entry.getKey().equals(key) || entry.getKey().startsWith(key + "@"))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseGet(() -> {
                        Policy policy = release.policyOf(ref.zone()).orElseThrow();
                        Pool pool = Optional.ofNullable(policy.pools().get(ref.pool()))
                                .orElseThrow();
                        PoolPlan plan = new PoolCompiler(policy, release.geography(), ordinals, release::addressesOf)
                                .compile(
                                        pools.size(),
                                        pool,
                                        Optional.ofNullable(pool.root()).orElseThrow());
                        pools.add(plan);
                        named.put(key, plan);
                        promise(plan, policy, pool);
                        return plan;
                    });
        }

        private void promise(PoolPlan plan, Policy policy, Pool pool) {
            plan.setRecovery(pool.recoverWithin(), detections.of(policy, pool).orElse(null));
        }
    }
}
