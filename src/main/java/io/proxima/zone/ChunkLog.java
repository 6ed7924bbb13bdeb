package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a master file into {@link Chunk}s while it is read. A chunk ends where the owner changes, so that an owner whose records
 * stand together is in one chunk, unless they are very many.
 */
final class ChunkLog {
    /** A larger chunk, as of a comment that long, is too large to be looked for. */
    static final int MAX_OCTETS = 1 << 18;

    private static final int OVERDUE = 4;
    private static final int SHARE_OCTETS = 1 << 20;
    private static final double ROOM = 1.1;

    private final int target;
    private final byte[] text;
    private final List<Chunk> chunks = new ArrayList<>();
    private final List<Name> owners = new ArrayList<>();
    private Carry start;
    private int startAt;
    private int startLine;
    private boolean usable = true;
    private boolean shared;

    /**
     * @param target the octets from which on a chunk may end
     * @param line that of the text's first octet
     */
    ChunkLog(int target, byte[] text, int line, Carry start) {
        this.target = target;
        this.text = text;
        this.startLine = line;
        this.start = start;
    }

    /** Whether a chunk may end where an entry begins. */
    boolean isDue(int at) {
        return at - startAt >= target;
    }

    /** Whether one is to end there even if the owner stays. */
    boolean isOverdue(int at) {
        return at - startAt >= (long) OVERDUE * target;
    }

    /** Ends a chunk in front of an entry. */
    void cut(int at, int line, Carry carry) {
        end(at, line);
        start = carry;
        startAt = at;
        startLine = line;
    }

    /** Whether so much was read for the first time that the rest is likely to be as it was. */
    boolean isFirstShare() {
        boolean first = !shared && startAt >= SHARE_OCTETS;
        shared |= first;
        return first;
    }

    /** How many times as large as what was read the whole is, and a little more. */
    double shares() {
        return ROOM * text.length / startAt;
    }

    private void end(int at, int line) {
        usable &= at - startAt <= MAX_OCTETS;
        chunks.add(new Chunk(text, startAt, at, line - startLine, start, owners.toArray(Name[]::new)));
        owners.clear();
    }

    /** Notes whose record was read. */
    void owner(Name owner) {
        if (owners.isEmpty() || !owners.getLast().equals(owner)) {
            owners.add(owner);
        }
    }

    /** Notes that what was read is not in this file alone. */
    void included() {
        usable = false;
    }

    /** All chunks of the text; null where it cannot be read in chunks. */
    @Nullable
    List<Chunk> finish(int line) {
        if (startAt < text.length) {
            end(text.length, line);
        }
        return usable ? List.copyOf(chunks) : null;
    }
}
