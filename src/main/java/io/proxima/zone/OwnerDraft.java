package io.proxima.zone;

import io.proxima.source.Place;
import io.proxima.wire.EncodedRrset;
import io.proxima.wire.Name;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An owner name while its records come in: its RRsets by ascending type. */
final class OwnerDraft {
    private final Name name;
    private RrsetDraft[] rrsets = new RrsetDraft[0];

    OwnerDraft(Name name) {
        this.name = name;
    }

    /** What was finished already; its records stand where the place says. */
    static OwnerDraft of(Owner owner, Place place) {
        OwnerDraft draft = new OwnerDraft(owner.name());
        draft.rrsets = new RrsetDraft[owner.size()];
        for (int i = 0; i < owner.size(); i++) {
            draft.rrsets[i] = RrsetDraft.of(owner.name(), owner.records(i), place);
        }
        return draft;
    }

    Name name() {
        return name;
    }

    @Nullable
    RrsetDraft rrset(int type) {
        for (RrsetDraft rrset : rrsets) {
            if (rrset.type() == type) {
                return rrset;
            }
        }
        return null;
    }

    /** Adds the RRset of a type that has none yet. */
    void add(RrsetDraft rrset) {
        int at = rrsets.length;
        rrsets = Arrays.copyOf(rrsets, at + 1);
        for (; at > 0 && rrsets[at - 1].type() > rrset.type(); at--) {
            rrsets[at] = rrsets[at - 1];
        }
        rrsets[at] = rrset;
    }

    List<RrsetDraft> rrsets() {
        return Arrays.asList(rrsets);
    }

    /** Whether no check asks where its records stand, and all are written as they are compared. */
    boolean isPlain() {
        for (RrsetDraft rrset : rrsets) {
            if (!rrset.isPlain()) {
                return false;
            }
        }
        return true;
    }

    /** Its records as a zone has them. */
    EncodedRrset[] finish() {
        EncodedRrset[] finished = new EncodedRrset[rrsets.length];
        for (int i = 0; i < finished.length; i++) {
            finished[i] = rrsets[i].finish();
        }
        return finished;
    }
}
