package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.stream.Collectors;

/** What may stand at which name: the apex's records, CNAME and DNAME alone, wildcards, nothing below a DNAME. */
final class OwnerChecks {
    private final Gathered records;
    private final Name apex;
    private final String file;
    private final Findings findings;
    private final Doubled doubled;

    OwnerChecks(Gathered records, String file, Findings findings) {
        this.records = records;
        this.apex = records.apex();
        this.file = file;
        this.findings = findings;
        this.doubled = records.doubled();
    }

    void run() {
        if (records.checksApex()) {
            apex();
        }
        boolean dnames = records.mayHaveDnames();
        for (OwnerDraft owner : records.owners()) {
            int before = findings.size();
            dnames |= own(owner);
            if (doubled.is(owner.name())) {
                findings.warning(owner.rrsets().getFirst().place(), "the owner is " + owner.name(), Doubled.HINT);
            }
            records.blame(owner.name(), before, findings);
        }
        if (dnames) {
            records.allOwners().forEach(this::belowDname);
        }
    }

    private void apex() {
        int before = findings.size();
        soa();
        apexNs();
        apexDs();
        records.blame(apex, before, findings);
    }

    /** What an owner may not have by itself; gives whether it has a DNAME. */
    private boolean own(OwnerDraft owner) {
        boolean dname = false;
        for (RrsetDraft rrset : owner.rrsets()) {
            switch (rrset.type()) {
                case RrType.SOA -> misplacedSoa(rrset);
                case RrType.CNAME -> cname(owner, rrset);
                case RrType.NS -> wildcard(rrset, "NS", "(RFC 4592 section 4.2)", "delegate each name");
                case RrType.DNAME -> {
                    dname(owner, rrset);
                    wildcard(rrset, "DNAME", "(RFC 6672 section 3.3)", "use a CNAME");
                    dname = true;
                }
                default -> {}
            }
        }
        return dname;
    }

    private void soa() {
        RrsetDraft soa = records.rrset(apex, RrType.SOA);
        if (soa == null) {
            if (!records.mayLack(RrType.SOA)) {
                findings.error(
                        Place.start(file),
                        "the zone " + apex + " has no SOA record",
                        "@ SOA MNAME RNAME 1 1h 15m 1w 5m");
            }
            return;
        }
        single(soa, "a second SOA record (RFC 2181 section 6.1)");
        if (contains(Soa.responsible(soa.octets(0)).firstLabel(), '@')) {
            findings.warning(
                    soa.place(),
                    "the SOA's mailbox has an @",
                    "its first dot stands for the @: hostmaster.example.com. (RFC 1035 section 8)");
        }
    }

    private static boolean contains(byte[] label, char octet) {
        for (byte each : label) {
            if (each == octet) {
                return true;
            }
        }
        return false;
    }

    private void apexNs() {
        if (records.rrset(apex, RrType.NS) == null && !records.mayLack(RrType.NS)) {
            RrsetDraft soa = records.rrset(apex, RrType.SOA);
            findings.warning(
                    soa == null ? Place.start(file) : soa.place(),
                    "the zone " + apex + " has no NS record at its apex",
                    "@ NS ns1.example.net.");
        }
    }

    private void apexDs() {
        RrsetDraft ds = records.rrset(apex, RrType.DS);
        if (ds != null) {
            findings.warning(
                    ds.place(),
                    "a DS record at the apex, which is never served (RFC 4035 section 2.4)",
                    "it belongs to the zone above");
        }
    }

    private void misplacedSoa(RrsetDraft soa) {
        if (!soa.owner().equals(apex)) {
            findings.error(
                    soa.place(), "an SOA record at " + soa.owner() + ", which is not the apex", "the apex is " + apex);
        }
    }

    private void cname(OwnerDraft owner, RrsetDraft cname) {
        single(cname, "a second CNAME at " + cname.owner() + " (RFC 2181 section 10.1)");
        String others = owner.rrsets().stream()
                .map(RrsetDraft::type)
                .filter(type -> !Types.isAllowedBesideCname(type))
                .map(Types::name)
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            findings.error(
                    cname.place(),
                    "a CNAME at " + cname.owner() + " beside " + others + " (RFC 2181 section 10.1)",
                    "a name with a CNAME has no other data");
        }
    }

    private void dname(OwnerDraft owner, RrsetDraft dname) {
        single(dname, "a second DNAME at " + dname.owner() + " (RFC 6672 section 2.4)");
        if (owner.rrset(RrType.NS) != null && !dname.owner().equals(apex)) {
            findings.error(
                    dname.place(),
                    "a DNAME at " + dname.owner() + ", which NS records delegate (RFC 6672)",
                    "a DNAME of a delegated zone stands in that zone");
        }
    }

    private void single(RrsetDraft rrset, String message) {
        for (int i = 1; i < rrset.size(); i++) {
            findings.error(
                    rrset.place(i),
                    message,
                    "the first is in line " + rrset.place().line());
        }
    }

    private void belowDname(OwnerDraft owner) {
        RrsetDraft dname = records.dnameAbove(owner.name());
        if (dname == null) {
            return;
        }
        // The hashed names of a signed zone with a DNAME at its apex cannot but lie below it.
        if (owner.rrsets().stream().allMatch(rrset -> rrset.type() == RrType.NSEC3 || rrset.type() == RrType.RRSIG)) {
            return;
        }
        RrsetDraft first = owner.rrsets().getFirst();
        findings.error(
                first.place(),
                first.owner() + " is below the DNAME at " + dname.owner() + " (RFC 6672 section 2.4)",
                "the DNAME is in line " + dname.place().line());
    }

    private void wildcard(RrsetDraft rrset, String type, String source, String hint) {
        if (rrset.owner().isWildcard()) {
            findings.warning(rrset.place(), "a wildcard with " + type + ": " + rrset.owner() + " " + source, hint);
        }
    }
}
