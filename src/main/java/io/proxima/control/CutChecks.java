package io.proxima.control;

import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import io.proxima.zone.Edited;
import io.proxima.zone.Owner;
import io.proxima.zone.RecordText;
import io.proxima.zone.Rrset;
import io.proxima.zone.Zone;
import io.proxima.zone.ZoneChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Surprises at zone cuts: records that an edit sets and that would never be answered since others are delegated their name, and
 * records that a new delegation would hide (RFC 1034 section 4.2.1, RFC 2181 section 6).
 *
 * @param before the zone without the edit
 * @param after with it
 */
record CutChecks(Zone before, Zone after) {
    private static final int SHOWN = 3;

    /** The first surprise, if there is one. */
    Optional<Edited.Refused> surprise(List<ZoneChange> changes) {
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i) instanceof ZoneChange.Put put) {
                String reason = put.type() == RrType.NS ? hidden(put.owner()) : unanswered(put);
                if (!reason.isEmpty()) {
                    return Optional.of(new Edited.Refused(i, "name", reason));
                }
            }
        }
        return Optional.empty();
    }

    private String unanswered(ZoneChange.Put put) {
        Name cut = cutAbove(put.owner());
        if (cut.equals(after.apex()) || (put.type() == RrType.DS && cut.equals(put.owner()))) {
            return "";
        }
        if (isAddress(put.type()) && isGlue(put.owner(), cut)) {
            return "";
        }
        return cut + " is delegated by NS records: " + RecordText.nameOf(put.type()) + " of " + put.owner()
                + " would never be answered";
    }

    /** The highest delegation at or above a name; the apex where there is none. */
    private Name cutAbove(Name name) {
        Name cut = after.apex();
        for (Name at = name; at.labelCount() > after.apex().labelCount(); at = at.parent()) {
            if (after.rrset(at, RrType.NS).isPresent()) {
                cut = at;
            }
        }
        return cut;
    }

    private boolean isGlue(Name name, Name cut) {
        return after.rrset(cut, RrType.NS).map(Rrset::rdata).orElse(List.of()).stream()
                .anyMatch(target -> Name.ofOctets(target).equals(name));
    }

    private static boolean isAddress(int type) {
        return type == RrType.A || type == RrType.AAAA;
    }

    private String hidden(Name cut) {
        if (cut.equals(after.apex()) || before.rrset(cut, RrType.NS).isPresent() || before.isOccluded(cut)) {
            return "";
        }
        List<String> hidden = new ArrayList<>();
        for (Owner owner : after.owners()) {
            if (owner.name().isAtOrBelow(cut) && !before.isOccluded(owner.name())) {
                owner.rrsets().stream()
                        .filter(rrset -> !staysAnswered(owner.name(), rrset.type(), cut))
                        .map(rrset -> owner.name() + " " + RecordText.nameOf(rrset.type()))
                        .forEach(hidden::add);
            }
        }
        return hidden.isEmpty()
                ? ""
                : "NS at " + cut + " would delegate it, and hide "
                        + String.join(", ", hidden.subList(0, Math.min(SHOWN, hidden.size())))
                        + (hidden.size() > SHOWN ? " and " + (hidden.size() - SHOWN) + " more" : "");
    }

    private boolean staysAnswered(Name owner, int type, Name cut) {
        return (isAddress(type) && isGlue(owner, cut))
                || (owner.equals(cut) && (type == RrType.NS || type == RrType.DS))
                || type == RrType.RRSIG
                || type == RrType.NSEC
                || type == RrType.NSEC3;
    }
}
