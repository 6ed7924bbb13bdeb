package io.proxima.zone;

import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a file writes what can be written in several ways. */
final class Habits {
    private int blankOwners;
    private int repeatedOwners;
    private int relativeOwners;
    private int absoluteOwners;
    private int relativeTargets;
    private int absoluteTargets;
    private int statedTtls;
    private int unstatedTtls;
    private int owners;
    private boolean sorted = true;

    /** Takes notice of a record. */
    void saw(FileWalk walk, Name owner, @Nullable Name before, Name apex) throws BadEntry {
        Words words = walk.words();
        if (words.beginsBlank()) {
            blankOwners++;
        } else {
            boolean absolute = endsInDot(words, 0);
            absoluteOwners += absolute ? 1 : 0;
            relativeOwners += absolute ? 0 : 1;
            repeatedOwners += Objects.equals(owner, before) ? 1 : 0;
        }
        if (!Objects.equals(owner, before)) {
            owners++;
            sorted &= before == null || owner.compareTo(before) > 0;
        }
        if (walk.ttlWord() >= 0) {
            statedTtls++;
        } else {
            unstatedTtls++;
        }
        if (endsInTarget(walk.type())) {
            int last = words.count() - 1;
            if (!endsInDot(words, last)) {
                relativeTargets++;
            } else if (Names.parse(words, last, walk.origin()).isAtOrBelow(apex)) {
                absoluteTargets++;
            }
        }
    }

    private static boolean endsInTarget(int type) {
        return switch (type) {
            case RrType.NS, RrType.CNAME, RrType.DNAME, RrType.PTR, RrType.MX, RrType.SRV -> true;
            default -> false;
        };
    }

    /** Whether a word is a name that its last dot makes absolute. */
    static boolean endsInDot(Words words, int word) {
        int length = words.length(word);
        return length > 0
                && words.octet(word, length - 1) == '.'
                && (length == 1 || words.octet(word, length - 2) != '\\');
    }

    /** Whether an owner is left out where it is that of the record before. */
    boolean leavesOwnersOut() {
        return blankOwners > repeatedOwners;
    }

    /** Whether owners are written relative to the origin. */
    boolean relativeOwners() {
        return relativeOwners >= absoluteOwners;
    }

    /** Whether hosts and targets in the zone are written relative to the origin. */
    boolean relativeTargets() {
        return relativeTargets == absoluteTargets ? relativeOwners() : relativeTargets > absoluteTargets;
    }

    /** Whether records state their TTL though they need not. */
    boolean statesTtls() {
        return statedTtls > unstatedTtls;
    }

    /** Whether names stand in canonical order. */
    boolean sorted() {
        return sorted && owners > 2;
    }
}
