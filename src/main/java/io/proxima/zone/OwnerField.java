package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import org.jspecify.annotations.Nullable;

/** The owner of the records as they come: written, or left out and so that of the record before. */
final class OwnerField {
    private final Name apex;
    private @Nullable Name owner;
    private boolean known;
    private @Nullable Name lastOrigin;
    private int lastStart;
    private int lastEnd;

    OwnerField(Name apex, Carry carry) {
        this.apex = apex;
        this.owner = carry.owner();
        this.known = carry.ownerKnown();
    }

    /** For an included file, which may begin with the owner of its includer's last record. */
    OwnerField(OwnerField includer) {
        this.apex = includer.apex;
        this.owner = includer.owner;
        this.known = includer.known;
    }

    /**
     * Reads the owner of an entry; returns the index of the word after it. An owner outside the zone is warned of, and its
     * records are left out, those too that leave out their owner.
     *
     * @throws BadEntry if it is no name; records that then leave out their owner are not blamed for it
     */
    int read(Words words, Name origin, Findings findings) throws BadEntry {
        if (words.beginsBlank()) {
            if (!known) {
                throw new BadEntry(0, "the first record leaves out its owner", "write @ for the zone's own name");
            }
            return 0;
        }
        if (owner != null && lastOrigin != null && origin.equals(lastOrigin) && words.isAt(0, lastStart, lastEnd)) {
            return 1;
        }
        owner = null;
        known = true;
        if (words.isQuoted(0)) {
            throw new BadEntry(0, "an owner is not to be quoted", null);
        }
        Name written = Names.parse(words, 0, origin);
        if (!written.isAtOrBelow(apex)) {
            findings.warning(
                    words.place(0),
                    written + " is outside the zone " + apex + "; it is left out",
                    "the file's name says which zone it holds");
            return 1;
        }
        owner = written;
        lastOrigin = origin;
        lastStart = words.start(0);
        lastEnd = words.end(0);
        return 1;
    }

    /** Whether any record came before. */
    boolean isKnown() {
        return known;
    }

    /** The owner, or null where it was written badly or is outside the zone. */
    @Nullable
    Name usable() {
        return owner;
    }
}
