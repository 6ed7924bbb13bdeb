package io.proxima.catalog;

import io.proxima.geo.Geography;
import io.proxima.policy.AllDown;
import io.proxima.policy.Member;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.policy.PoolRef;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import io.proxima.zone.Rrset;
import io.proxima.zone.Zone;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One validated set of zones, policies and lines. */
public record Release(List<Zone> zones, List<Policy> policies, Geography geography) {
    public Release {
        zones = List.copyOf(zones);
        policies = List.copyOf(policies);
    }

    /** The nearest enclosing zone of a name. */
    public Optional<Zone> zoneOf(Name name) {
        return zones.stream()
                .filter(zone -> name.isAtOrBelow(zone.apex()))
                .max(Comparator.comparingInt(zone -> zone.apex().labelCount()));
    }

    /** The policy of a zone. */
    public Optional<Policy> policyOf(Name apex) {
        return policies.stream().filter(policy -> policy.zone().equals(apex)).findFirst();
    }

    /** Whether a pool is one that answers for a reference: the pool named, or one that it hands over to when all is down. */
    boolean reaches(PoolRef ref, Name zone, String pool) {
        PoolRef at = ref;
        for (int handOvers = 0; handOvers <= ReleaseChecks.MAX_HAND_OVERS; handOvers++) {
            String name = at.pool();
            if (at.zone().equals(zone) && name.equals(pool)) {
                return true;
            }
            AllDown allDown = policyOf(at.zone())
                    .map(policy -> policy.pools().get(name))
                    .map(Pool::allDown)
                    .orElse(null);
            if (!(allDown instanceof AllDown.Other other)) {
                return false;
            }
            at = other.pool();
        }
        return false;
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
        List<InetAddress> addresses = new ArrayList<>();
        for (int type : new int[] {RrType.A, RrType.AAAA}) {
            zone.rrset(owner, type).map(Rrset::rdata).orElse(List.of()).forEach(rdata -> addresses.add(address(rdata)));
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
