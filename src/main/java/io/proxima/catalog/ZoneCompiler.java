package io.proxima.catalog;

import io.proxima.wire.EncodedRrset;
import io.proxima.wire.EncodedService;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import io.proxima.zone.Owner;
import io.proxima.zone.Rrset;
import io.proxima.zone.Zone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles one zone to a label tree. */
final class ZoneCompiler {

    /** The two leaves of a steered name. */
    record Steering(Leaf.Steered ipv4, Leaf.Steered ipv6) {}

    private static final int SOA_MINIMUM_FROM_END = 4;
    /** From so many owners on, threads are worth their start. */
    private static final int MANY = 20_000;

    private final Zone zone;
    private final Map<Name, Steering> steered;

    ZoneCompiler(Zone zone, Map<Name, Steering> steered) {
        this.zone = zone;
        this.steered = steered;
    }

    ZoneTree compile() {
        ZoneNode apex = new ZoneNode();
        int apexLabels = zone.apex().labelCount();
        List<Owner> owners = zone.owners();
        if (owners.size() < MANY) {
            owners.forEach(owner -> fill(plant(apex, owner.name().labelsBelow(apexLabels)), owner));
        } else {
            new Plantation(apex, apexLabels, owners, this::fill).plant();
        }
        return tree(apex);
    }

    private ZoneTree tree(ZoneNode apex) {
        Rrset soa = zone.rrset(zone.apex(), RrType.SOA)
                .orElseThrow(() -> new IllegalArgumentException("a validated zone has an SOA"));
        byte[] rdata = soa.rdata().getFirst();
        long minimum =
                Integer.toUnsignedLong(java.nio.ByteBuffer.wrap(rdata).getInt(rdata.length - SOA_MINIMUM_FROM_END));
        int negativeTtl = (int) Math.min(Math.min(soa.ttlSeconds(), minimum), Integer.MAX_VALUE);
        return new ZoneTree(
                zone.apex(), apex, EncodedRrset.of(RrType.SOA, negativeTtl, soa.rdata()), negativeTtl, zone.file());
    }

    /**
     * The tree of a zone that edits led to from another, whose tree this one shares where nothing is other.
     *
     * @param names the owners whose records, or what goes with them, may have changed
     */
    ZoneTree recompile(ZoneTree before, Set<Name> names) {
        ZoneNode apex = before.apex();
        int apexLabels = zone.apex().labelCount();
        for (Name name : names) {
            ZoneNode changed = graft(apex, name.labelsBelow(apexLabels), 0, name);
            apex = changed == null ? new ZoneNode() : changed;
        }
        return tree(apex);
    }

    /** A node with what a name at or below it has now; null where nothing is left. */
    private @Nullable ZoneNode graft(@Nullable ZoneNode old, List<byte[]> labels, int depth, Name name) {
        if (depth == labels.size()) {
            ZoneNode fresh = old == null ? new ZoneNode() : old.bare();
            Optional<Owner> owner = zone.owner(name);
            owner.ifPresent(owned -> fill(fresh, owned));
            return owner.isEmpty() && !fresh.hasChildren() ? null : fresh;
        }
        byte[] label = labels.get(depth);
        ZoneNode child = old == null ? null : old.child(label);
        ZoneNode changed = graft(child, labels, depth + 1, name);
        if (changed == child) {
            return old;
        }
        return (old == null ? new ZoneNode() : old).with(label, changed);
    }

    /** The node at some labels below another. */
    static ZoneNode plant(ZoneNode apex, List<byte[]> labels) {
        ZoneNode at = apex;
        for (byte[] label : labels) {
            at = at.childOrNew(label);
        }
        return at;
    }

    private void fill(ZoneNode node, Owner owned) {
        Name owner = owned.name();
        Steering steering = steered.get(owner);
        if (steering != null) {
            // The first leaf answers ANY: a family that the name has.
            boolean ipv4First = owned.rrset(RrType.A).isPresent();
            node.add(ipv4First ? RrType.A : RrType.AAAA, ipv4First ? steering.ipv4() : steering.ipv6());
            node.add(ipv4First ? RrType.AAAA : RrType.A, ipv4First ? steering.ipv6() : steering.ipv4());
        }
        owned.rrsets().forEach(rrset -> {
            int type = rrset.type();
            boolean address = type == RrType.A || type == RrType.AAAA;
            if (type == RrType.NS && !owner.equals(zone.apex())) {
                node.cut = new ZoneNode.Cut(rrset.encoded(), glue(owner, rrset));
                if (owner.isWildcard()) {
                    // Below a name that a wildcard stands for there is no cut: its NS is data like any other.
                    node.add(type, leaf(owner, rrset, steering));
                }
            } else if (type == RrType.DS && owner.equals(zone.apex())) {
                return; // the parent's alone to give (RFC 4035 sections 2.4 and 3.1.4.1)
            } else if (steering == null || !address) {
                node.add(type, leaf(owner, rrset, steering));
            }
            switch (type) {
                case RrType.CNAME -> node.setCname(new Leaf.Plain(rrset.encoded(), false, List.of()));
                case RrType.DNAME -> node.redirect = redirect(owner, rrset);
                default -> {}
            }
        });
    }

    private ZoneNode.Redirect redirect(Name owner, Rrset dname) {
        byte[] target = dname.rdata().getFirst();
        boolean inward = Name.ofOctets(target).isAtOrBelow(owner);
        return new ZoneNode.Redirect(dname.encoded(), target, (int) dname.ttlSeconds(), inward);
    }

    private Leaf leaf(Name owner, Rrset rrset, @Nullable Steering steering) {
        if (steering != null && (rrset.type() == RrType.HTTPS || rrset.type() == RrType.SVCB)) {
            List<EncodedService> records =
                    rrset.rdata().stream().map(rdata -> service(owner, rdata)).toList();
            if (records.stream().anyMatch(EncodedService::hasHints)) {
                return new Leaf.Service(records, (int) rrset.ttlSeconds(), steering.ipv4(), steering.ipv6());
            }
        }
        boolean rotated = (rrset.type() == RrType.A || rrset.type() == RrType.AAAA)
                && rrset.encoded().size() > 1;
        return new Leaf.Plain(rrset.encoded(), rotated, additional(rrset));
    }

    /** Hints are addresses of the record's target (RFC 9460 section 7.3): steered only where that is the owner itself. */
    private static EncodedService service(Name owner, byte[] rdata) {
        Name target = host(rdata, 2);
        return target.labelCount() == 0 || target.equals(owner)
                ? EncodedService.of(rdata)
                : EncodedService.asItStands(rdata);
    }

    private List<Additional> glue(Name cut, Rrset ns) {
        List<Additional> glue = new ArrayList<>();
        List<byte[]> rdata = ns.rdata();
        // In-domain glue first: it is what must not be missing.
        for (boolean inDomain : new boolean[] {true, false}) {
            for (int i = 0; i < rdata.size(); i++) {
                Name host = Name.ofOctets(rdata.get(i));
                if (host.isAtOrBelow(cut) == inDomain) {
                    addresses(host, i, 0, inDomain, true, glue);
                }
            }
        }
        return List.copyOf(glue);
    }

    /** Where in the RDATA the host stands whose addresses are given along, or -1. */
    private static int hostOffset(int type) {
        return switch (type) {
            case RrType.NS -> 0;
            case RrType.MX, RrType.SVCB, RrType.HTTPS -> 2;
            case RrType.SRV -> 6;
            default -> -1;
        };
    }

    private static Name host(byte[] rdata, int nameAt) {
        return Name.ofOctets(Arrays.copyOfRange(rdata, nameAt, nameEnd(rdata, nameAt)));
    }

    private List<Additional> additional(Rrset rrset) {
        int nameAt = hostOffset(rrset.type());
        if (nameAt < 0) {
            return List.of();
        }
        List<Additional> additional = new ArrayList<>();
        List<byte[]> rdata = rrset.rdata();
        Set<Name> hosts = new HashSet<>(List.of(Name.ROOT)); // the root is SRV's and SVCB's way to name none
        for (int i = 0; i < rdata.size(); i++) {
            Name host = host(rdata.get(i), nameAt);
            if (hosts.add(host)) {
                addresses(host, i, nameAt, false, rrset.type() == RrType.NS, additional);
            }
        }
        return List.copyOf(additional);
    }

    /** Where the octets after the uncompressed name at {@code from} begin. */
    private static int nameEnd(byte[] rdata, int from) {
        int end = from;
        while (rdata[end] != 0) {
            end += 1 + rdata[end];
        }
        return end + 1;
    }

    private void addresses(
            Name host, int record, int nameAt, boolean inDomain, boolean glueAllowed, List<Additional> into) {
        if (!host.isAtOrBelow(zone.apex()) || (!glueAllowed && zone.isOccluded(host))) {
            return;
        }
        Name source = zone.source(host).orElse(null);
        if (source == null || steered.containsKey(source)) {
            return;
        }
        for (int type : new int[] {RrType.A, RrType.AAAA}) {
            zone.rrset(source, type)
                    .ifPresent(rrset -> into.add(new Additional(record, nameAt, rrset.encoded(), inDomain)));
        }
    }
}
