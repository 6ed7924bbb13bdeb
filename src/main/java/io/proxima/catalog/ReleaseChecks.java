package io.proxima.catalog;

import io.proxima.policy.AllDown;
import io.proxima.policy.Group;
import io.proxima.policy.Member;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.policy.PoolRef;
import io.proxima.policy.SteeredName;
import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import io.proxima.zone.Zone;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What zones, policies and lines must be to one another. */
final class ReleaseChecks {
    /** A query goes through as many pools when all is down, and a compiler down by as many calls. */
    static final int MAX_HAND_OVERS = 16;

    private final Release release;
    private final Findings findings;
    private final Map<Name, Set<InetAddress>> addressesOf = new HashMap<>();

    ReleaseChecks(Release release, Findings findings) {
        this.release = release;
        this.findings = findings;
    }

    void run() {
        for (Policy policy : release.policies()) {
            Zone zone = release.zoneOf(policy.zone()).orElseThrow();
            policy.pools().values().forEach(pool -> pool(policy, zone, pool));
            policy.names().values().forEach(steered -> name(zone, steered));
        }
        new WatchChecks(release, findings, this::resolved).run();
        new RecoveryChecks(release, findings, this::find).run();
        if (!findings.hasErrors()) {
            MaintenanceChecks.check(release, findings);
        }
    }

    private void pool(Policy policy, Zone zone, Pool pool) {
        Group root = pool.root();
        if (root != null) {
            group(zone, root);
        }
        if (pool.allDown() instanceof AllDown.Other other
                && resolved(other.pool()).isPresent()) {
            handOver(policy, pool, other.pool());
        }
    }

    /** Follows all-down from pool to pool, across zones; a circle is reported once, at the pool in it that sorts first. */
    private void handOver(Policy policy, Pool pool, PoolRef first) {
        String start = policy.zone() + "/" + pool.name();
        Set<String> seen = new LinkedHashSet<>(List.of(start));
        PoolRef at = first;
        while (true) {
            Optional<Pool> next = find(at);
            if (next.isEmpty()) {
                return;
            }
            String name = at.zone() + "/" + next.get().name();
            if (!seen.add(name)) {
                if (name.equals(start) && seen.stream().allMatch(other -> start.compareTo(other) <= 0)) {
                    findings.error(
                            first.place(),
                            "pools hand over to one another in a circle: " + String.join(" → ", seen) + " → " + name,
                            "one of them must answer by itself");
                }
                return;
            }
            if (seen.size() > MAX_HAND_OVERS + 1) {
                findings.error(
                        first.place(),
                        "pool \"" + pool.name() + "\" hands over more than " + MAX_HAND_OVERS
                                + " times, from pool to pool",
                        "one of them must answer by itself");
                return;
            }
            if (!(next.get().allDown() instanceof AllDown.Other other)) {
                return;
            }
            at = other.pool();
        }
    }

    private Optional<Pool> find(PoolRef ref) {
        return release.policyOf(ref.zone())
                .flatMap(policy -> Optional.ofNullable(policy.pools().get(ref.pool())));
    }

    private Optional<Pool> resolved(PoolRef ref) {
        Optional<Pool> pool = find(ref);
        if (pool.isEmpty()) {
            release.policyOf(ref.zone())
                    .ifPresentOrElse(
                            policy -> findings.error(
                                    ref.place(),
                                    "there is no pool \"" + ref.pool() + "\" in the policy of " + ref.zone(),
                                    Fields.hint(
                                            ref.pool(),
                                            List.copyOf(policy.pools().keySet()))),
                            () -> findings.error(
                                    ref.place(),
                                    "there is no pool \"" + ref.pool() + "\" of " + ref.zone(),
                                    "no zone of that name with a policy is served"));
        }
        return pool;
    }

    private void group(Zone zone, Group group) {
        switch (group.children()) {
            case Group.Children.Groups inner -> {
                LineChecks.check(group.choose(), inner.groups(), release.geography(), findings);
                inner.groups().forEach(child -> group(zone, child));
            }
            case Group.Children.Members leaf -> leaf.members().forEach(member -> member(zone, member));
        }
    }

    private void member(Zone zone, Member member) {
        switch (member.source()) {
            case Member.Source.Owner owner -> {
                if (release.addressesAt(owner.name()).isEmpty()) {
                    findings.error(
                            member.place(),
                            "member \"" + member.key() + "\" has no address: " + owner.name()
                                    + " owns no A or AAAA record",
                            "add one to "
                                    + release.zoneOf(owner.name())
                                            .map(Zone::file)
                                            .orElse("a zone that is served"));
                }
            }
            case Member.Source.Literal literal -> {
                if (!stands(zone, literal.address())) {
                    findings.error(
                            member.place(),
                            "member \"" + member.key() + "\" is no address in the zone",
                            "add an A or AAAA record with it to " + zone.file());
                }
            }
        }
    }

    private boolean stands(Zone zone, InetAddress address) {
        return addressesOf
                .computeIfAbsent(
                        zone.apex(),
                        _ -> zone.owners().stream()
                                .flatMap(owner -> Release.addressesOf(owner).stream())
                                .collect(Collectors.toSet()))
                .contains(address);
    }

    private void name(Zone zone, SteeredName steered) {
        Name owner = steered.owner();
        Place place = steered.place();
        if (zone.rrset(zone.apex(), RrType.DNSKEY).isPresent()
                || zone.rrset(owner, RrType.RRSIG).isPresent()) {
            findings.error(place, "a signed zone cannot be steered", "its signatures would not fit the answers");
        } else if (zone.rrset(owner, RrType.CNAME).isPresent()) {
            findings.error(place, owner + " is a CNAME", "steer the name it leads to");
        } else if (release.zoneOf(owner).filter(zone::equals).isEmpty()) {
            findings.error(place, owner + " is in another served zone", "steer it there");
        } else if (zone.isOccluded(owner)) {
            findings.error(place, owner + " is below a delegation", "the zone does not answer for it");
        } else if (Release.addressesIn(zone, owner).isEmpty()) {
            findings.error(
                    place,
                    owner + " owns no A or AAAA record",
                    "add to " + zone.file() + " the addresses that plain servers give out");
        } else {
            resolved(steered.pool()).ifPresent(pool -> compare(zone, steered, pool));
        }
    }

    /** The name's own RRset is what plain servers give out: it should be what the pool has. */
    private void compare(Zone zone, SteeredName steered, Pool pool) {
        Group root = pool.root();
        if (root == null) {
            return;
        }
        Set<InetAddress> own = new HashSet<>(Release.addressesIn(zone, steered.owner()));
        List<InetAddress> members = new ArrayList<>();
        collect(root, members);
        Set<InetAddress> only = new HashSet<>(own);
        members.forEach(only::remove);
        Set<InetAddress> missing = new HashSet<>(members);
        missing.removeAll(own);
        if (!only.isEmpty() || !missing.isEmpty()) {
            findings.warning(
                    steered.place(),
                    steered.owner() + " and its pool \"" + pool.name() + "\" differ"
                            + (only.isEmpty() ? "" : "; only in the zone: " + listed(only))
                            + (missing.isEmpty() ? "" : "; only in the pool: " + listed(missing)),
                    "plain servers and zone transfers give out what is in " + zone.file());
        }
    }

    private static String listed(Set<InetAddress> addresses) {
        return addresses.stream()
                .map(InetAddress::getHostAddress)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
    }

    private void collect(Group group, List<InetAddress> into) {
        switch (group.children()) {
            case Group.Children.Groups inner -> inner.groups().forEach(child -> collect(child, into));
            case Group.Children.Members leaf ->
                leaf.members().forEach(member -> into.addAll(release.addressesOf(member)));
        }
    }
}
