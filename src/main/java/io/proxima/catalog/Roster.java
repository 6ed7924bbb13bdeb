package io.proxima.catalog;

import io.proxima.health.PoolMember;
import io.proxima.policy.Group;
import io.proxima.policy.Member;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.steer.PoolPlan;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every member of every pool of a release, and what an operator may call it by; immutable. */
public record Roster(List<Entry> entries) {
    public Roster {
        entries = List.copyOf(entries);
    }

    /**
     * One member of one pool.
     *
     * @param identity the same for all entries of one server: its owner name in lower case, or its address
     * @param groups the groups that it stands in, from the pool's own down
     * @param sites where it stands, by the policy
     */
    public record Entry(PoolMember id, String identity, Set<String> groups, Set<String> sites) {}

    /** The members of pools as policies and plans have them. */
    static Roster of(Collection<Policy> policies, Collection<PoolPlan> plans) {
        return of(policies, plans.stream().flatMap(plan -> plan.members().stream()));
    }

    /** The members of a release that is not compiled yet. */
    static Roster of(Release release) {
        Stream<PoolMember> flat = release.policies().stream()
                .flatMap(policy -> policy.names().values().stream()
                        .flatMap(name -> release.flatPools(name.pool())
                                .flatMap(pool -> release.addressesAt(name.owner()).stream()
                                        .map(address -> new PoolMember(
                                                pool.zone().toString(), pool.pool(), address.getHostAddress())))));
        return of(release.policies(), flat);
    }

    /**
     * @param flat the members of pools without members of their own, the addresses of the names that they answer for; others
     *     may be among them
     */
    private static Roster of(Collection<Policy> policies, Stream<PoolMember> flat) {
        Build build = new Build();
        for (Policy policy : policies) {
            for (Pool pool : policy.pools().values()) {
                Group root = pool.root();
                if (root != null) {
                    build.group(policy, pool, root, new ArrayDeque<>());
                }
            }
        }
        flat.forEach(member ->
                build.entries.computeIfAbsent(member, id -> new Entry(id, id.member(), Set.of(id.pool()), Set.of())));
        return build.roster();
    }

    private static final class Build {
        private final Map<PoolMember, Entry> entries = new LinkedHashMap<>();

        Roster roster() {
            return new Roster(List.copyOf(entries.values()));
        }

        void group(Policy policy, Pool pool, Group group, Deque<String> above) {
            above.addLast(group.name());
            switch (group.children()) {
                case Group.Children.Groups inner -> inner.groups().forEach(child -> group(policy, pool, child, above));
                case Group.Children.Members leaf ->
                    leaf.members()
                            .forEach(member -> add(
                                    policy, pool, member, member.site() == null ? group.site() : member.site(), above));
            }
            above.removeLast();
        }

        private void add(Policy policy, Pool pool, Member member, @Nullable String site, Deque<String> groups) {
            Entry entry = entries.computeIfAbsent(
                    new PoolMember(policy.zoneName(), pool.name(), member.key()),
                    id -> new Entry(id, member.identity(), new LinkedHashSet<>(), new LinkedHashSet<>()));
            entry.groups().addAll(groups);
            if (site != null) {
                entry.sites().add(site);
            }
        }
    }
}
