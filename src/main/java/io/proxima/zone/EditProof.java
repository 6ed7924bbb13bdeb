package io.proxima.zone;

import io.proxima.wire.RrType;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a zone is another one with an edit and nothing else.
 *
 * @param before without the edit
 * @param after with it
 */
record EditProof(Zone before, Zone after) {

    /**
     * Whether it is.
     *
     * @param wanted the RDATA of each change; none of a deletion
     * @param soa that the zone is to have
     */
    boolean holds(List<ZoneChange> changes, List<List<Rdata>> wanted, byte[] soa) {
        int expected = count(before);
        Set<Survey.Key> changed = new HashSet<>();
        for (int i = 0; i < changes.size(); i++) {
            ZoneChange change = changes.get(i);
            changed.add(new Survey.Key(change.owner(), change.type()));
            Optional<Rrset> now = after.rrset(change.owner(), change.type());
            boolean right = switch (change) {
                case ZoneChange.Delete _ -> now.isEmpty();
                case ZoneChange.Put put -> now.isPresent() && (isSoa(put) || is(now.get(), put, wanted.get(i)));
            };
            if (!right) {
                return false;
            }
            boolean was = before.rrset(change.owner(), change.type()).isPresent();
            expected += (now.isPresent() ? 1 : 0) - (was ? 1 : 0);
        }
        changed.add(new Survey.Key(before.apex(), RrType.SOA));
        return count(after) == expected && isSoa(soa) && restStays(changed);
    }

    private boolean isSoa(ZoneChange change) {
        return change.type() == RrType.SOA && change.owner().equals(before.apex());
    }

    private boolean isSoa(byte[] soa) {
        return after.rrset(before.apex(), RrType.SOA)
                .filter(rrset -> ByteBuffer.wrap(rrset.rdata().getFirst()).equals(ByteBuffer.wrap(soa)))
                .isPresent();
    }

    private static int count(Zone zone) {
        int count = 0;
        for (Owner owner : zone.owners()) {
            count += owner.size();
        }
        return count;
    }

    private static boolean is(Rrset rrset, ZoneChange.Put put, List<Rdata> wanted) {
        if (rrset.ttlSeconds() != put.ttlSeconds() || rrset.rdata().size() != wanted.size()) {
            return false;
        }
        Set<ByteBuffer> missing = new HashSet<>();
        wanted.forEach(rdata -> missing.add(ByteBuffer.wrap(rdata.canonical())));
        // A record that stays keeps its spelling: names in it may differ in case from what was wanted.
        rrset.rdata().forEach(rdata -> missing.remove(ByteBuffer.wrap(RecordText.canonical(put.type(), rdata))));
        return missing.isEmpty();
    }

    private boolean restStays(Set<Survey.Key> changed) {
        for (Owner owner : before.owners()) {
            for (Rrset rrset : owner.rrsets()) {
                boolean stays = changed.contains(new Survey.Key(owner.name(), rrset.type()))
                        || after.rrset(owner.name(), rrset.type())
                                .filter(now -> isSame(rrset, now))
                                .isPresent();
                if (!stays) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isSame(Rrset was, Rrset now) {
        if (was.ttlSeconds() != now.ttlSeconds()
                || was.rdata().size() != now.rdata().size()) {
            return false;
        }
        for (int i = 0; i < was.rdata().size(); i++) {
            if (!ByteBuffer.wrap(was.rdata().get(i))
                    .equals(ByteBuffer.wrap(now.rdata().get(i)))) {
                return false;
            }
        }
        return true;
    }
}
