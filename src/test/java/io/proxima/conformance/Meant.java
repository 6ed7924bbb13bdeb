package io.proxima.conformance;

import static io.proxima.conformance.ZoneRecords.parent;
import static io.proxima.conformance.ZoneRecords.within;

import io.proxima.conformance.Seen.Line;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The differences between our answers and a peer's that are meant, each with its reason. A rule takes both and gives them
 * back without that difference, where it is there; in all else they must then be equal.
 */
enum Meant {

    /** RFC 1034 section 4.3.2 asks for no NS records beside an answer; NSD adds them where it is not told otherwise. */
    NSD_NAMES_THE_ZONES_SERVERS {
        @Override
        Both without(Case c, Both b) {
            Seen nsd = b.theirs;
            boolean added = c.peer.equals(Peer.NSD_NAME)
                    && !nsd.answer().isEmpty()
                    && b.ours.authority().isEmpty()
                    && !nsd.authority().isEmpty()
                    && nsd.authority().stream().allMatch(line -> line.is("NS") && c.zones.has(line.owner(), "SOA"));
            if (!added) {
                return b;
            }
            Set<String> hosts = nsd.authority().stream().map(Line::target).collect(Collectors.toSet());
            List<Line> needed = nsd.additional().stream()
                    .filter(line -> b.ours.additional().contains(line) || !hosts.contains(line.owner()))
                    .toList();
            return new Both(b.ours, nsd.withRest(List.of(), needed));
        }
    },

    /** Which RRset of a name answers ANY is each server's choice (RFC 8482 section 4.1). */
    ANY_IS_A_CHOICE {
        @Override
        Both without(Case c, Both b) {
            boolean chosen = c.type.equals("ANY") && endsInOneRrset(c, b.ours) && endsInOneRrset(c, b.theirs);
            return chosen ? new Both(b.ours.only(b.ours.chain(c.name)), b.theirs.only(b.theirs.chain(c.name))) : b;
        }

        private boolean endsInOneRrset(Case c, Seen seen) {
            String last = seen.end(c.name);
            List<Line> chain = seen.chain(c.name);
            List<Line> rest =
                    seen.answer().stream().filter(line -> !chain.contains(line)).toList();
            // A DNAME that the chain came through is not given again where it is what was chosen.
            return rest.isEmpty()
                    ? chain.stream()
                            .anyMatch(line -> line.is("DNAME") && line.owner().equals(last))
                    : rest.stream().map(Line::type).distinct().count() == 1
                            && rest.stream().allMatch(line -> line.owner().equals(last));
        }
    },

    /**
     * A wildcard's DNAME redirects below the wildcard's own name (RFC 6672 section 3.3 leaves it open). Knot DNS does so too,
     * but writes the name that was looked up as the record's owner, which is not what the zone has.
     */
    KNOT_RENAMES_A_WILDCARD_DNAME {
        @Override
        Both without(Case c, Both b) {
            return c.peer.equals(Peer.KNOT_NAME)
                    ? new Both(
                            b.ours,
                            b.theirs.withAnswer(
                                    Seen.sorted(b.theirs.answer().stream().map(line -> named(b, line)))))
                    : b;
        }

        private Line named(Both b, Line line) {
            if (line.is("DNAME") && !b.ours.answer().contains(line)) {
                for (Line ours : b.ours.answer()) {
                    if (ours.is("DNAME")
                            && ours.owner().startsWith("*.")
                            && ours.data().equals(line.data())
                            && within(line.owner(), ours.owner())) {
                        return ours;
                    }
                }
            }
            return line;
        }
    },

    /**
     * An NS RRset at a wildcard is undefined (RFC 4592 section 4.2). To NSD and us it is data of the names that the wildcard
     * stands for; Knot DNS refers them to the servers of the wildcard's own name.
     */
    KNOT_DELEGATES_BY_A_WILDCARD {
        @Override
        Both without(Case c, Both b) {
            String last = b.theirs.end(c.name);
            boolean delegated = c.peer.equals(Peer.KNOT_NAME)
                    && !b.theirs.authority().isEmpty()
                    && b.theirs.authority().stream()
                            .allMatch(line -> line.is("NS")
                                    && line.owner().startsWith("*.")
                                    && c.zones.has(line.owner(), "NS")
                                    && within(last, parent(line.owner()))
                                    && !within(last, line.owner()))
                    && b.ours.answer().containsAll(b.theirs.answer());
            return delegated ? new Both(b.theirs, b.theirs) : b;
        }
    },

    /** Knot DNS leads through five aliases; we lead through sixteen. */
    KNOT_ENDS_AFTER_FIVE {
        @Override
        Both without(Case c, Both b) {
            return c.peer.equals(Peer.KNOT_NAME) && b.theirs.steps() == 5 && endsEarly(b.theirs, b.ours)
                    ? new Both(b.theirs, b.theirs)
                    : b;
        }
    },

    /** Knot DNS ends where a chain meets the same wildcard again, be it by another name; that need not be a loop. */
    KNOT_ENDS_AT_A_WILDCARD_TWICE {
        @Override
        Both without(Case c, Both b) {
            boolean twice = c.peer.equals(Peer.KNOT_NAME)
                    && b.theirs.answer().stream()
                            .filter(line -> line.is("CNAME") || line.is("DNAME"))
                            .map(line -> wildcardOf(c, line.owner()))
                            .filter(name -> !name.isEmpty())
                            .collect(Collectors.groupingBy(name -> name, Collectors.counting()))
                            .values()
                            .stream()
                            .anyMatch(count -> count > 1);
            return twice && endsEarly(b.theirs, b.ours) ? new Both(b.theirs, b.theirs) : b;
        }

        private String wildcardOf(Case c, String owner) {
            for (String at = owner; !at.equals("."); at = parent(at)) {
                String wildcard = at.startsWith("*.") ? at : "*." + parent(at);
                if (c.zones.has(wildcard, "CNAME") || c.zones.has(wildcard, "DNAME")) {
                    return wildcard;
                }
            }
            return "";
        }
    },

    /** A name that a DNAME makes too long is YXDOMAIN (RFC 6672 section 3.2); Knot DNS lets what it finds next say otherwise. */
    KNOT_OVERWRITES_YXDOMAIN {
        @Override
        Both without(Case c, Both b) {
            boolean tooLong = c.peer.equals(Peer.KNOT_NAME)
                    && b.ours.rcode().equals("YXDOMAIN")
                    && b.ours.aa() == b.theirs.aa()
                    && b.ours.answer().equals(b.theirs.answer());
            return tooLong ? new Both(b.ours, b.ours) : b;
        }
    },

    /** A DNAME to its own owner or below it never ends. NSD and we follow it once, Knot DNS as long as any chain. */
    KNOT_GOES_ON_INWARD {
        @Override
        Both without(Case c, Both b) {
            boolean inward = c.peer.equals(Peer.KNOT_NAME)
                    && b.ours.answer().stream()
                            .anyMatch(line -> line.is("DNAME") && within(line.target(), line.owner()));
            return inward && b.theirs.steps() > b.ours.steps() && endsEarly(b.ours, b.theirs)
                    ? new Both(b.ours, b.ours)
                    : b;
        }
    },

    /**
     * RFC 1034 section 4.3.2 goes on with an alias's target at step 1, where the zone is looked for. NSD and we do so; Knot
     * DNS stays in the zone that it began with. Up to there the chains must be the same.
     */
    KNOT_STAYS_IN_THE_ZONE {
        @Override
        Both without(Case c, Both b) {
            List<Line> ours = stepsInside(c, b.ours);
            boolean left = c.peer.equals(Peer.KNOT_NAME)
                    && !ours.isEmpty()
                    && !zone(c, last(ours)).equals(zone(c, c.name))
                    && ours.equals(stepsInside(c, b.theirs))
                    && b.ours.aa() == b.theirs.aa();
            return left ? new Both(b.ours, b.ours) : b;
        }

        private List<Line> stepsInside(Case c, Seen seen) {
            List<Line> steps = seen.stepsFrom(c.name);
            int inside = 0;
            while (inside < steps.size() && zone(c, steps.get(inside).owner()).equals(zone(c, c.name))) {
                inside++;
            }
            return steps.subList(0, inside);
        }

        private String last(List<Line> steps) {
            return steps.getLast().target();
        }

        // Of DS at an apex, the zone above answers.
        private String zone(Case c, String name) {
            String above = c.type.equals("DS") && c.zones.has(name, "SOA") ? c.zones.zoneAbove(name) : null;
            return String.valueOf(above == null ? c.zones.zoneOf(name) : above);
        }
    },

    /**
     * DS of a zone that the zone above, served too, does not delegate: NSD and we say that there is none, by the zone above;
     * Knot DNS says that the name does not exist, or what a wildcard has for it.
     */
    KNOT_DENIES_WHAT_IS_NOT_DELEGATED {
        @Override
        Both without(Case c, Both b) {
            String last = b.ours.end(c.name);
            String above = c.type.equals("DS") && c.zones.has(last, "SOA") ? c.zones.zoneAbove(last) : null;
            boolean denied = c.peer.equals(Peer.KNOT_NAME)
                    && above != null
                    && !c.zones.owns(above, last)
                    && b.ours.authority().size() == 1
                    && b.ours.authority().getFirst().owner().equals(above)
                    && b.theirs.answer().containsAll(b.ours.answer());
            return denied ? new Both(b.ours, b.ours) : b;
        }
    },

    /**
     * NSD keeps all zones in one tree of names, so that a name above a zone exists in the zone above, though that has nothing
     * at or below it; Knot DNS and we go by the zone.
     */
    NSD_KEEPS_ONE_TREE {
        @Override
        Both without(Case c, Both b) {
            String last = b.theirs.end(c.name);
            String zone = String.valueOf(c.zones.zoneOf(last));
            boolean shared = c.peer.equals(Peer.NSD_NAME)
                    && c.zones.zones().keySet().stream().anyMatch(apex -> apex.endsWith("." + last))
                    && !c.zones.owns(zone, last)
                    && b.theirs.rcode().equals("NOERROR")
                    && b.theirs.authority().size() == 1
                    && b.theirs.authority().getFirst().is("SOA")
                    && b.theirs.authority().getFirst().owner().equals(zone)
                    && b.ours.answer().containsAll(b.theirs.answer());
            return shared ? new Both(b.ours, b.ours) : b;
        }
    },

    /** An MX or SRV host at or below a zone cut is the delegated zone's to tell. Knot DNS adds what glue it has. */
    KNOT_ADDS_GLUE_TO_ANSWERS {
        @Override
        Both without(Case c, Both b) {
            List<Line> more = b.theirs.additional().stream()
                    .filter(line -> !b.ours.additional().contains(line))
                    .toList();
            boolean added = c.peer.equals(Peer.KNOT_NAME)
                    && b.ours.authority().isEmpty()
                    && more.stream().allMatch(line -> isGlue(c.zones, line));
            return added
                    ? new Both(
                            b.ours,
                            b.theirs.withRest(
                                    b.theirs.authority(),
                                    b.theirs.additional().stream()
                                            .filter(line -> !more.contains(line))
                                            .toList()))
                    : b;
        }
    },

    /**
     * What goes with an SVCB or HTTPS record is as RFC 9460 section 4.1 would have it: NSD adds nothing, we the addresses of
     * its target, Knot DNS those and the target's own records of the type, or a wildcard's for it.
     */
    SERVICE_TARGETS {
        @Override
        Both without(Case c, Both b) {
            boolean knot = c.peer.equals(Peer.KNOT_NAME);
            boolean service = b.ours.answer().stream().anyMatch(line -> line.is("HTTPS"))
                    && b.ours.answer().equals(b.theirs.answer())
                    && (knot
                            ? b.ours.additional().stream().allMatch(line -> isAmong(b.theirs.additional(), line))
                                    && b.theirs.additional().stream()
                                            .allMatch(line -> line.is("HTTPS")
                                                    || b.ours.additional().stream()
                                                            .anyMatch(own -> isAmong(List.of(line), own))
                                                    || isGlue(c.zones, line))
                            : b.theirs.additional().isEmpty());
            return service
                    ? new Both(
                            b.ours.withRest(b.ours.authority(), List.of()),
                            b.theirs.withRest(b.theirs.authority(), List.of()))
                    : b;
        }

        // Knot DNS writes the wildcard's own name where the target's address comes out of one.
        private boolean isAmong(List<Line> lines, Line own) {
            return lines.stream()
                    .anyMatch(line -> line.equals(own)
                            || (line.owner().startsWith("*.")
                                    && within(own.owner(), parent(line.owner()))
                                    && line.equals(new Line(line.owner(), own.ttl(), own.type(), own.data()))));
        }
    },

    /** A DS RRset must not stand at an apex (RFC 4035 section 2.4). NSD and we do not serve it, Knot DNS does. */
    KNOT_GIVES_AN_APEX_DS {
        @Override
        Both without(Case c, Both b) {
            String last = b.theirs.end(c.name);
            boolean given = c.peer.equals(Peer.KNOT_NAME)
                    && c.type.equals("DS")
                    && c.zones.has(last, "SOA")
                    && b.theirs.answer().stream()
                            .anyMatch(line -> line.is("DS") && line.owner().equals(last))
                    && b.theirs.aliases().equals(b.ours.answer());
            return given ? new Both(b.ours, b.ours) : b;
        }
    },

    /** NSD follows aliases until names or its memory for them are too long; we stop after sixteen. */
    WE_END_AFTER_SIXTEEN {
        @Override
        Both without(Case c, Both b) {
            boolean goesOn = c.peer.equals(Peer.NSD_NAME) && b.ours.steps() == 16 && b.theirs.steps() > 16;
            Seen uncut = new Seen("NOERROR", b.theirs.aa(), false, b.theirs.answer(), List.of(), List.of());
            return goesOn && endsEarly(b.ours, uncut) ? new Both(b.ours, b.ours) : b;
        }
    };

    /** A question and who was asked. */
    record Case(ZoneRecords zones, String name, String type, String peer) {}

    /** Our answer and a peer's. */
    record Both(Seen ours, Seen theirs) {
        boolean agree() {
            return ours.equals(theirs);
        }
    }

    /** The two answers without this difference; as they are where it is not there. */
    abstract Both without(Case asked, Both answers);

    /** Whether a zone cut stands at or above an address's owner. */
    private static boolean isGlue(ZoneRecords zones, Line address) {
        for (String at = address.owner(); !zones.has(at, "SOA"); at = parent(at)) {
            if (zones.has(at, "NS")) {
                return true;
            }
        }
        return false;
    }

    /** Whether the one is a piece of the other's chain, and has nothing else. */
    private static boolean endsEarly(Seen one, Seen other) {
        return one.aa() == other.aa()
                && one.tc() == other.tc()
                && one.rcode().equals("NOERROR")
                && one.authority().isEmpty()
                && one.additional().isEmpty()
                && one.answer().equals(one.aliases())
                && other.answer().containsAll(one.answer());
    }
}
