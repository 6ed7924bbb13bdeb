package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Edits zone files as an operator would by hand: what an edit is not about stays octet for octet, comments, blank lines, order,
 * directives and line ends among it.
 *
 * <p>Records that stay keep their lines; new ones take the lines of those that go, or stand beside them, or beside their kin,
 * and are written as the lines around them are. A line that goes takes its own comment with it and nothing else. The SOA's
 * serial is raised: to the day's first where it is a date with a number, else by one (RFC 1982).
 *
 * <p>What an included file holds is not edited. Every edited file is read again, and is given out only if its zone is the old
 * one with the edit and nothing else. Pure, but that included files are read. May be shared between threads.
 *
 * @param source of included files
 * @param file the zone's own
 * @param displayed what findings call it
 * @param apex the zone's name
 */
public record ZoneEditor(ZoneReader.Octets source, Path file, String displayed, Name apex) {
    private static final String BY_HAND = "; edit the file by hand";

    /**
     * Edits the file.
     *
     * @param before the zone that the octets are
     * @param octets of the file as it is; not to be changed
     * @param changes all or none of them are made; no two of one RRset
     * @param today for serials that are dates
     */
    public Edited edit(Zone before, byte[] octets, List<ZoneChange> changes, LocalDate today) {
        List<List<Rdata>> wanted = new ArrayList<>();
        Set<Survey.Key> seen = new HashSet<>();
        for (int i = 0; i < changes.size(); i++) {
            ZoneChange change = changes.get(i);
            Edited.Refused refused = wrong(i, change, seen);
            List<Rdata> rdata = new ArrayList<>();
            if (refused == null && change instanceof ZoneChange.Put put) {
                refused = read(i, put, rdata);
            }
            if (refused != null) {
                return refused;
            }
            wanted.add(rdata);
        }
        MasterFile master = new MasterFile(file, displayed, octets);
        try {
            return edit(before, master, changes, wanted, today);
        } catch (BadEntry e) {
            return new Edited.Refused(-1, "", "the file cannot be followed: " + e.sentence() + BY_HAND);
        }
    }

    private Edited.@Nullable Refused wrong(int index, ZoneChange change, Set<Survey.Key> seen) {
        if (!change.owner().isAtOrBelow(apex)) {
            return new Edited.Refused(index, "name", change.owner() + " is outside the zone " + apex);
        }
        if (change.type() < 1 || Types.isMeta(change.type())) {
            return new Edited.Refused(index, "type", Types.name(change.type()) + " is no type of record");
        }
        if (!seen.add(new Survey.Key(change.owner(), change.type()))) {
            return new Edited.Refused(
                    index,
                    "name",
                    "the " + Types.name(change.type()) + " records of " + change.owner()
                            + " are changed twice in one edit");
        }
        boolean deletesSoa = change instanceof ZoneChange.Delete && change.type() == RrType.SOA;
        return deletesSoa && change.owner().equals(apex)
                ? new Edited.Refused(index, "type", "a zone cannot be without its SOA")
                : null;
    }

    private Edited.@Nullable Refused read(int index, ZoneChange.Put put, List<Rdata> all) {
        if (put.ttlSeconds() < 0 || put.ttlSeconds() > Ttl.MAX_SECONDS) {
            return new Edited.Refused(
                    index, "ttl", "a TTL is 0 to " + Ttl.MAX_SECONDS + " seconds (RFC 2181 section 8)");
        }
        if (put.data().isEmpty()) {
            return new Edited.Refused(index, "data", "an RRset has at least one record; delete it instead");
        }
        if (isSoa(put) && put.data().size() > 1) {
            return new Edited.Refused(index, "data", "a zone has one SOA");
        }
        List<byte[]> canonical = new ArrayList<>();
        for (int i = 0; i < put.data().size(); i++) {
            String field = "data[" + i + "]";
            try {
                Rdata rdata = RecordText.parse(put.type(), put.data().get(i), apex);
                if (canonical.stream().anyMatch(each -> Arrays.equals(each, rdata.canonical()))) {
                    return new Edited.Refused(
                            index, field, Words.shown(put.data().get(i)) + " stands twice");
                }
                canonical.add(rdata.canonical());
                all.add(rdata);
            } catch (BadEntry e) {
                return new Edited.Refused(index, field, e.sentence() + (e.hint() == null ? "" : " (" + e.hint() + ")"));
            }
        }
        return null;
    }

    private Edited edit(
            Zone before, MasterFile master, List<ZoneChange> changes, List<List<Rdata>> wanted, LocalDate today)
            throws BadEntry {
        Survey survey = new Survey(source, apex, changes);
        survey.run(master, displayed);
        EditPlan plan = new EditPlan();
        byte[] soa = before.rrset(apex, RrType.SOA).orElseThrow().rdata().getFirst();
        for (int i = 0; i < changes.size(); i++) {
            ZoneChange change = changes.get(i);
            Survey.Target target = survey.target(change);
            if (target.includedFrom() != null) {
                return new Edited.Refused(
                        i,
                        "",
                        "the " + Types.name(change.type()) + " records of " + change.owner() + " stand in "
                                + target.includedFrom() + ", which the zone file includes" + BY_HAND);
            }
            switch (change) {
                case ZoneChange.Delete _ -> plan.delete(target);
                case ZoneChange.Put put ->
                    plan.put(
                            target,
                            put,
                            isSoa(put) ? List.of(ofSerial(wanted.get(i).getFirst(), soa)) : wanted.get(i),
                            survey.beside(put.owner()));
            }
        }
        if (plan.isEmpty()) {
            return new Edited.Unchanged(Soa.serial(soa));
        }
        if (survey.soa() == Survey.NONE) {
            return new Edited.Refused(
                    -1,
                    "",
                    "the SOA, whose serial is to be raised, stands in " + survey.soaFile()
                            + ", which the zone file includes" + BY_HAND);
        }
        byte[] raised = raise(changes, wanted, soa, today);
        long ttl = changes.stream()
                .filter(change -> change instanceof ZoneChange.Put put && isSoa(put))
                .mapToLong(change -> ((ZoneChange.Put) change).ttlSeconds())
                .findFirst()
                .orElse(before.rrset(apex, RrType.SOA).orElseThrow().ttlSeconds());
        plan.write(survey.soa(), new Rdata(raised, raised), ttl);
        byte[] edited = new Rewriter(master, apex, plan, survey.habits()).run();
        return proven(before, changes, wanted, edited, raised);
    }

    private boolean isSoa(ZoneChange change) {
        return change.type() == RrType.SOA && change.owner().equals(apex);
    }

    /** SOA data with the serial that stands in the file, so that it alone is no change, unless theirs comes after it. */
    private static Rdata ofSerial(Rdata wanted, byte[] soa) {
        return Serial.isAfter(Soa.serial(wanted.octets()), Soa.serial(soa))
                ? wanted
                : new Rdata(
                        Soa.withSerial(wanted.octets(), Soa.serial(soa)),
                        Soa.withSerial(wanted.canonical(), Soa.serial(soa)));
    }

    private byte[] raise(List<ZoneChange> changes, List<List<Rdata>> wanted, byte[] soa, LocalDate today) {
        long serial = Soa.serial(soa);
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i) instanceof ZoneChange.Put put && isSoa(put)) {
                byte[] theirs = wanted.get(i).getFirst().octets();
                return Serial.isAfter(Soa.serial(theirs), serial)
                        ? theirs
                        : Soa.withSerial(theirs, Serial.raised(serial, today));
            }
        }
        return Soa.withSerial(soa, Serial.raised(serial, today));
    }

    private Edited proven(Zone before, List<ZoneChange> changes, List<List<Rdata>> wanted, byte[] edited, byte[] soa) {
        Findings findings = new Findings();
        ZoneReader reader = new ZoneReader(path -> path.equals(file) ? edited : source.read(path));
        Optional<Zone> after = reader.read(file, displayed, apex, findings);
        if (after.isEmpty()) {
            return new Edited.Broken(findings.sorted());
        }
        return new EditProof(before, after.get()).holds(changes, wanted, soa)
                ? new Edited.Done(edited, after.get(), Soa.serial(soa))
                : new Edited.Refused(-1, "", "the file is written in a way that this edit cannot follow" + BY_HAND);
    }
}
