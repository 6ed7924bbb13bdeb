package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An owner name while its records come in: its RRsets by ascending type. */
final class OwnerDraft {
    /** Stands where one was taken from. */
    static final OwnerDraft NONE = new OwnerDraft(Name.ROOT);

    private final Name name;
    private RrsetDraft[] rrsets = new RrsetDraft[0];

    OwnerDraft(Name name) {
        this.name = name;
    }

    /** What a zone has already. */
    static OwnerDraft of(Owner owner, String file) {
        OwnerDraft draft = new OwnerDraft(owner.name());
        owner.rrsets().forEach(rrset -> draft.add(RrsetDraft.of(rrset, file)));
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

    Owner finish() {
        Rrset[] finished = new Rrset[rrsets.length];
        for (int i = 0; i < finished.length; i++) {
            finished[i] = rrsets[i].finish();
        }
        return new Owner(name, List.of(finished));
    }
}
