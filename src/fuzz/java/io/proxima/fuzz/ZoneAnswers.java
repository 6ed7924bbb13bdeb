package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.fuzz.StrictMessage.Entry;
import io.proxima.wire.Header;
import io.proxima.wire.Name;
import io.proxima.wire.Rcode;
import io.proxima.wire.RrType;
import io.proxima.zone.Rrset;
import io.proxima.zone.Zone;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a zone must answer over TCP: each RRset as it stands in the file, or the delegation or DNAME above it. */
final class ZoneAnswers {
    private static final int MOST_ASKED = 16;

    private final Zone zone;
    private final Questions questions;

    ZoneAnswers(Zone zone, GuardedEngine engine) {
        this.zone = zone;
        this.questions = new Questions(engine);
    }

    /** Asks for RRsets from all over the zone, for the names that enclose them, and for names that are not there. */
    void check() {
        List<Rrset> rrsets =
                zone.owners().stream().flatMap(owner -> owner.rrsets().stream()).toList();
        int step = Math.ceilDiv(rrsets.size(), MOST_ASKED);
        for (int i = 0; i < rrsets.size(); i += step) {
            rrset(rrsets.get(i));
        }
        questions.ask(zone.apex(), RrType.ANY);
        questions.ask(Name.parse("no.such.name", zone.apex()), RrType.A);
    }

    private void rrset(Rrset rrset) {
        StrictMessage answer = questions.ask(rrset.owner(), rrset.type());
        List<Entry> found = answer.section(StrictMessage.ANSWER);
        Name cut = cutAbove(rrset);
        if (rrset.type() == RrType.DS && rrset.owner().equals(zone.apex())) {
            assertEquals(List.of(), found, "a DS at an apex is the parent's (RFC 4035 section 2.4)");
        } else if (cut != null) {
            assertEquals(Rcode.NOERROR, answer.rcode());
            assertTrue(!answer.has(Header.AA));
            assertEquals(List.of(), found);
            assertEquals(rdata(zone.rrset(cut, RrType.NS).orElseThrow()), rdata(answer, StrictMessage.AUTHORITY));
        } else if (!belowDname(rrset.owner()) && !answer.has(Header.TC)) {
            assertEquals(Rcode.NOERROR, answer.rcode());
            assertTrue(answer.has(Header.AA));
            assertEquals(rdata(rrset), rdata(answer, StrictMessage.ANSWER));
            assertTrue(found.stream().allMatch(record -> record.ttl() == rrset.ttlSeconds()));
        } else if (answer.has(Header.TC)) {
            int octets =
                    rrset.rdata().stream().mapToInt(data -> 12 + data.length).sum();
            assertTrue(octets > 60_000, () -> "cut: " + rrset);
        }
        // A name below, and the one above, lead somewhere too.
        questions.ask(rrset.owner().parent(), rrset.type());
        if (rrset.owner().length() < 250) {
            questions.ask(Name.parse("x", rrset.owner()), rrset.type());
        }
    }

    /** The highest delegation that stands in the way of an RRset; the DS of a cut itself is the parent's. */
    private Name cutAbove(Rrset rrset) {
        Name cut = null;
        for (Name at = rrset.owner(); at.labelCount() > zone.apex().labelCount(); at = at.parent()) {
            boolean own = at.equals(rrset.owner()) && rrset.type() == RrType.DS;
            if (!own && zone.rrset(at, RrType.NS).isPresent()) {
                cut = at;
            }
        }
        return cut;
    }

    private boolean belowDname(Name owner) {
        for (Name at = owner; at.labelCount() > zone.apex().labelCount(); ) {
            at = at.parent();
            if (zone.rrset(at, RrType.DNAME).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> rdata(Rrset rrset) {
        return rrset.rdata().stream().map(HexFormat.of()::formatHex).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> rdata(StrictMessage answer, int section) {
        return answer.section(section).stream().map(Entry::rdata).collect(Collectors.toCollection(TreeSet::new));
    }
}
