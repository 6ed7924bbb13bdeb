package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entry after which a record of a name is to stand: the last of that name; else the last of a neighbour in canonical
 * order (RFC 4034 section 6.1) that is called alike; else the last of those whose origin the name is below.
 */
final class Kin {
    private final Name name;
    private final Name apex;
    private @Nullable Name before;
    private @Nullable Name after;
    private int own = Survey.NONE;
    private int ofBefore = Survey.NONE;
    private int ofAfter = Survey.NONE;
    private int lastInOrigin = Survey.NONE;
    private int last = Survey.NONE;

    Kin(Name name, Name apex) {
        this.name = name;
        this.apex = apex;
    }

    /** Takes notice of a record. */
    void saw(FileWalk walk, Name owner, boolean another) {
        boolean goesOn = !another && lastInOrigin == last; // it may inherit its owner from there
        last = walk.ordinal();
        if (goesOn || name.isAtOrBelow(walk.origin())) {
            lastInOrigin = last;
        }
        if (!another && own == Survey.NONE) {
            ofBefore = Objects.equals(owner, before) ? last : ofBefore;
            ofAfter = Objects.equals(owner, after) ? last : ofAfter;
            return;
        }
        int order = owner.compareTo(name);
        if (order == 0) {
            own = last;
        } else if (order < 0 && (before == null || owner.compareTo(before) >= 0)) {
            before = owner;
            ofBefore = last;
        } else if (order > 0 && (after == null || owner.compareTo(after) <= 0)) {
            after = owner;
            ofAfter = last;
        }
    }

    /** The entry, {@link Survey#NONE} where the file has no record. */
    int anchor(boolean sorted) {
        if (own != Survey.NONE) {
            return own;
        }
        if (sorted && ofBefore != Survey.NONE) {
            return ofBefore;
        }
        int likeBefore = likeness(before);
        int likeAfter = likeness(after);
        if (likeBefore > 0 && likeBefore >= likeAfter) {
            return ofBefore;
        }
        if (likeAfter > 0) {
            return ofAfter;
        }
        return lastInOrigin == Survey.NONE ? last : lastInOrigin;
    }

    /** Labels in common below the apex, and then octets with which the next ones begin. */
    private int likeness(@Nullable Name other) {
        if (other == null) {
            return 0;
        }
        List<byte[]> mine = name.labelsBelow(apex.labelCount());
        List<byte[]> theirs = other.labelsBelow(apex.labelCount());
        int like = 0;
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            int common = Arrays.mismatch(mine.get(i), theirs.get(i));
            if (common >= 0) {
                return like + common;
            }
            like += 64;
        }
        return like;
    }
}
