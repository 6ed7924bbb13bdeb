package io.proxima.catalog;

import io.proxima.geo.Geography;
import io.proxima.policy.AllDown;
import io.proxima.policy.Member;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.policy.PoolRef;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import io.proxima.zone.Owner;
import io.proxima.zone.Rrset;
import io.proxima.zone.Zone;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** One validated set of zones, policies and lines. */
public final class Release {
    private final Map<Name, Zone> zones;
    private final Map<Name, Policy> policies;
    private final Geography geography;

    /**
     * @param zones no two of one apex
     * @param policies no two of one zone
     */
    public Release(Collection<Zone> zones, Collection<Policy> policies, Geography geography) {
        this.zones = byName(zones, Zone::apex);
        this.policies = byName(policies, Policy::zone);
        this.geography = geography;
    }

    private static <T> Map<Name, T> byName(Collection<T> all, Function<T, Name> nameOf) {
        Map<Name, T> byName = LinkedHashMap.newLinkedHashMap(all.size());
        all.forEach(each -> byName.put(nameOf.apply(each), each));
        return byName;
    }

    /** The zones, as they came. */
    public Collection<Zone> zones() {
        return Collections.unmodifiableCollection(zones.values());
    }

    /** The policies, as they came. */
    public Collection<Policy> policies() {
        return Collections.unmodifiableCollection(policies.values());
    }

    /** What clients fall on. */
    public Geography geography() {
        return geography;
    }

    /** The nearest enclosing zone of a name. */
    public Optional<Zone> zoneOf(Name name) {
        Name at = name;
        Zone zone = zones.get(at);
        while (zone == null && at.labelCount() > 0) {
            at = at.parent();
            zone = zones.get(at);
        }
        return Optional.ofNullable(zone);
    }

    /** The policy of a zone. */
    public Optional<Policy> policyOf(Name apex) {
        return Optional.ofNullable(policies.get(apex));
    }

    /** The pools without members of their own that answer for a reference: the pool named, or those that it hands over to. */
    Stream<PoolRef> flatPools(PoolRef ref) {
        List<PoolRef> flat = new ArrayList<>();
        PoolRef at = ref;
        for (int handOvers = 0; at != null && handOvers <= ReleaseChecks.MAX_HAND_OVERS; handOvers++) {
            String name = at.pool();
            Pool pool =
                    policyOf(at.zone()).map(policy -> policy.pools().get(name)).orElse(null);
            if (pool != null && pool.root() == null) {
                flat.add(at);
            }
            at = pool != null && pool.allDown() instanceof AllDown.Other other ? other.pool() : null;
        }
        return flat.stream();
    }

    /** The addresses that stand at an owner name, A before AAAA. */
    public List<InetAddress> addressesAt(Name owner) {
        return zoneOf(owner).map(zone -> addressesIn(zone, owner)).orElse(List.of());
    }

    /** What a member's owner name, or its literal, gives. */
    List<InetAddress> addressesOf(Member member) {
        return switch (member.source()) {
            case Member.Source.Owner owner -> addressesAt(owner.name());
            case Member.Source.Literal literal -> List.of(literal.address());
        };
    }

    static List<InetAddress> addressesIn(Zone zone, Name owner) {
        return zone.owner(owner).map(Release::addressesOf).orElse(List.of());
    }

    static List<InetAddress> addressesOf(Owner owner) {
        List<InetAddress> addresses = new ArrayList<>();
        for (int type : new int[] {RrType.A, RrType.AAAA}) {
            owner.rrset(type).map(Rrset::rdata).orElse(List.of()).forEach(rdata -> addresses.add(address(rdata)));
        }
        return addresses;
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the RDATA of an address is 4 or 16 octets", e);
        }
    }
}
