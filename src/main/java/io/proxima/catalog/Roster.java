package io.proxima.catalog;

import io.proxima.health.PoolMember;
import io.proxima.policy.Group;
import io.proxima.policy.Member;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.wire.Name;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** The members of a release's pools; those of a pool without members are the addresses of the names it steers. */
    static Roster of(Release release) {
        Build build = new Build(release);
        for (Policy policy : release.policies()) {
            for (Pool pool : policy.pools().values()) {
                Group root = pool.root();
                if (root == null) {
                    build.flat(policy, pool);
                } else {
                    build.group(policy, pool, root, new ArrayDeque<>());
                }
            }
        }
        return build.roster();
    }

    private static final class Build {
        private final Release release;
        private final Map<PoolMember, Entry> entries = new LinkedHashMap<>();

        Build(Release release) {
            this.release = release;
        }

        Roster roster() {
            return new Roster(entries.values().stream()
                    .map(entry -> new Entry(
                            entry.id(), entry.identity(), Set.copyOf(entry.groups()), Set.copyOf(entry.sites())))
                    .toList());
        }

        private void group(Policy policy, Pool pool, Group group, Deque<String> above) {
            above.addLast(group.name());
            switch (group.children()) {
                case Group.Children.Groups inner -> inner.groups().forEach(child -> group(policy, pool, child, above));
                case Group.Children.Members leaf ->
                    leaf.members().forEach(member -> {
                        String site = member.site() == null ? group.site() : member.site();
                        add(policy, pool, member, site).groups().addAll(above);
                    });
            }
            above.removeLast();
        }

        private Entry add(Policy policy, Pool pool, Member member, @Nullable String site) {
            Entry entry = entry(policy, pool, member.key(), member.identity());
            if (site != null) {
                entry.sites().add(site);
            }
            return entry;
        }

        private Entry entry(Policy policy, Pool pool, String key, String identity) {
            return entries.computeIfAbsent(
                    new PoolMember(policy.zone().toString(), pool.name(), key),
                    id -> new Entry(id, identity, new LinkedHashSet<>(), new LinkedHashSet<>()));
        }

        /** A pool may be steered to from other zones too, and stand where another is all down. */
        private void flat(Policy policy, Pool pool) {
            for (Policy steering : release.policies()) {
                steering.names().values().stream()
                        .filter(name -> release.reaches(name.pool(), policy.zone(), pool.name()))
                        .flatMap(name -> addresses(steering.zone(), name.owner()).stream())
                        .forEach(address -> entry(policy, pool, address.getHostAddress(), address.getHostAddress())
                                .groups()
                                .add(pool.name()));
            }
        }

        private List<InetAddress> addresses(Name apex, Name owner) {
            return release.zones().stream()
                    .filter(zone -> zone.apex().equals(apex))
                    .findFirst()
                    .map(zone -> Release.addressesIn(zone, owner))
                    .orElse(List.of());
        }
    }
}
