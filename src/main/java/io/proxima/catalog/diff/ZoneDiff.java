package io.proxima.catalog.diff;

import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import io.proxima.zone.Owner;
import io.proxima.zone.RecordForm;
import io.proxima.zone.RecordText;
import io.proxima.zone.Rrset;
import io.proxima.zone.Zone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Two zones of one apex, record by record.
 *
 * <p>Owners are looked up in the other zone's index, and only those that differ are put in the order of RFC 4034 section 6.1:
 * the time goes with the number of names, the memory beyond the zones with the number of differences. The case of names, the
 * order of records, and how a file spells them are no difference.
 */
final class ZoneDiff {
    private final Zone before;
    private final Zone after;
    private final Changes changes;
    private final String apex;

    ZoneDiff(Zone before, Zone after, Changes changes) {
        this.before = before;
        this.after = after;
        this.changes = changes;
        this.apex = lower(after.apex());
    }

    void run() {
        List<Name> differing = new ArrayList<>();
        for (Owner was : before.owners()) {
            Optional<Owner> is = after.owner(was.name());
            if (is.isEmpty() || !sameOctets(was, is.get())) {
                differing.add(was.name());
            }
        }
        for (Owner is : after.owners()) {
            if (before.owner(is.name()).isEmpty()) {
                differing.add(is.name());
            }
        }
        differing.sort(null);
        for (Name name : differing) {
            owner(
                    name,
                    before.owner(name).map(Owner::rrsets).orElse(List.of()),
                    after.owner(name).map(Owner::rrsets).orElse(List.of()));
        }
    }

    private static boolean sameOctets(Owner was, Owner is) {
        if (was.rrsets().size() != is.rrsets().size()) {
            return false;
        }
        for (int i = 0; i < was.rrsets().size(); i++) {
            Rrset one = was.rrsets().get(i);
            Rrset other = is.rrsets().get(i);
            if (one.type() != other.type()
                    || one.ttlSeconds() != other.ttlSeconds()
                    || one.rdata().size() != other.rdata().size()) {
                return false;
            }
            for (int j = 0; j < one.rdata().size(); j++) {
                if (!Arrays.equals(one.rdata().get(j), other.rdata().get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    private void owner(Name name, List<Rrset> was, List<Rrset> is) {
        SortedMap<Integer, Rrset[]> byType = new TreeMap<>();
        was.forEach(rrset -> byType.computeIfAbsent(rrset.type(), _ -> new Rrset[2])[0] = rrset);
        is.forEach(rrset -> byType.computeIfAbsent(rrset.type(), _ -> new Rrset[2])[1] = rrset);
        byType.forEach((type, both) -> {
            if (type == RrType.SOA && both[0] != null && both[1] != null) {
                soa(lower(name), both[0], both[1]);
            } else {
                rrset(lower(name) + " " + RecordText.nameOf(type), type, both[0], both[1]);
            }
        });
    }

    private void soa(String name, Rrset was, Rrset is) {
        byte[] one = was.rdata().getFirst();
        byte[] other = is.rdata().getFirst();
        changes.put(
                Change.Part.SERIAL,
                apex,
                name + " SOA serial",
                String.valueOf(RecordForm.serial(one)),
                String.valueOf(RecordForm.serial(other)));
        ttl(name + " SOA", was, is);
        byte[] fields = RecordForm.withoutSerial(one);
        byte[] otherFields = RecordForm.withoutSerial(other);
        if (!RecordForm.canonical(RrType.SOA, fields).equals(RecordForm.canonical(RrType.SOA, otherFields))) {
            changes.put(Change.Part.RECORDS, apex, name + " SOA", soaText(fields), soaText(otherFields));
        }
    }

    /** Without the serial, which is told apart. */
    private static String soaText(byte[] withoutSerial) {
        String[] words = RecordForm.rdata(RrType.SOA, withoutSerial).split(" ", -1);
        return words.length == 7
                ? String.join(" ", words[0], words[1], "…", words[3], words[4], words[5], words[6])
                : String.join(" ", words);
    }

    private void rrset(String subject, int type, @Nullable Rrset was, @Nullable Rrset is) {
        if (was == null) {
            alone(subject, type, is, true);
        } else if (is == null) {
            alone(subject, type, was, false);
        } else {
            ttl(subject, was, is);
            Map<String, byte[]> gone = canonical(was);
            Map<String, byte[]> fresh = canonical(is);
            List<String> common =
                    gone.keySet().stream().filter(fresh::containsKey).toList();
            gone.keySet().removeAll(common);
            fresh.keySet().removeAll(common);
            gone.values().forEach(rdata -> record(subject, RecordForm.rdata(type, rdata), false));
            fresh.values().forEach(rdata -> record(subject, RecordForm.rdata(type, rdata), true));
        }
    }

    private void alone(String subject, int type, @Nullable Rrset rrset, boolean added) {
        if (rrset == null) {
            return;
        }
        if (!changes.wanted()) { // a zone of millions may be new: words for the first of them only
            int count = rrset.rdata().size();
            changes.countAdded(added ? count : 0);
            changes.countRemoved(added ? 0 : count);
            return;
        }
        canonical(rrset)
                .values()
                .forEach(rdata -> record(subject, RecordForm.rdata(type, rdata) + " ttl " + rrset.ttlSeconds(), added));
    }

    private void record(String subject, String text, boolean added) {
        changes.put(Change.Part.RECORDS, apex, subject, added ? null : text, added ? text : null);
    }

    private void ttl(String subject, Rrset was, Rrset is) {
        changes.put(
                Change.Part.RECORDS,
                apex,
                subject + " ttl",
                String.valueOf(was.ttlSeconds()),
                String.valueOf(is.ttlSeconds()));
    }

    private static SortedMap<String, byte[]> canonical(Rrset rrset) {
        SortedMap<String, byte[]> byForm = new TreeMap<>();
        for (byte[] rdata : rrset.rdata()) {
            byForm.put(RecordForm.canonical(rrset.type(), rdata), rdata);
        }
        return byForm;
    }

    static String lower(Name name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
