package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;

/** Where records point: to an alias, to a name server without an address, to a name whose last dot was forgotten. */
final class TargetChecks {
    private final Gathered records;
    private final Name apex;
    private final Findings findings;
    private final Doubled doubled;

    TargetChecks(Gathered records, Findings findings) {
        this.records = records;
        this.apex = records.apex();
        this.findings = findings;
        this.doubled = records.doubled();
    }

    void run() {
        for (OwnerDraft owner : records.owners()) {
            int before = findings.size();
            for (RrsetDraft rrset : owner.rrsets()) {
                if (Types.targetOffset(rrset.type()) >= 0) {
                    check(rrset);
                }
            }
            records.blame(owner.name(), before, findings);
        }
    }

    private void check(RrsetDraft rrset) {
        for (int i = 0; i < rrset.size(); i++) {
            Name target = rrset.target(i);
            if (!target.isAtOrBelow(apex)) {
                continue;
            }
            if (doubled.is(target) && !records.owns(target)) {
                findings.warning(
                        rrset.place(i), "the " + Types.name(rrset.type()) + " target is " + target, Doubled.HINT);
            }
            if (isHost(rrset.type()) && records.rrset(target, RrType.CNAME) != null) {
                findings.warning(
                        rrset.place(i),
                        "the " + Types.name(rrset.type()) + " target " + target + " is a CNAME (RFC 2181 section 10.3)",
                        "name the host itself");
            } else if (rrset.type() == RrType.NS) {
                address(rrset, i, target);
            }
        }
    }

    private static boolean isHost(int type) {
        return type == RrType.NS || type == RrType.MX || type == RrType.SRV;
    }

    private void address(RrsetDraft ns, int record, Name target) {
        if (records.mayLack(RrType.A) || records.mayLack(RrType.AAAA)) {
            return;
        }
        Name targetCut = records.delegationOf(target);
        boolean hasAddress = targetCut == null ? records.hasAddress(target) : records.ownsAddress(target);
        if (hasAddress) {
            return;
        }
        Name ownCut = records.delegationOf(ns.owner());
        if (ownCut == null) {
            findings.warning(
                    ns.place(record),
                    "the zone's name server " + target + " has no address",
                    "add an A or AAAA record for it");
        } else if (!ownCut.equals(ns.owner())) {
            return; // below another delegation, so never served
        } else if (target.isAtOrBelow(ownCut)) {
            findings.warning(
                    ns.place(record),
                    "the delegation of " + ns.owner() + " lacks glue: " + target + " has no address",
                    "add an A or AAAA record for it");
        } else if (targetCut == null) {
            findings.warning(
                    ns.place(record),
                    "the name server " + target + " has no address",
                    "add an A or AAAA record for it");
        }
    }
}
