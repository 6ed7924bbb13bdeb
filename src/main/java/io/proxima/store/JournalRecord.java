package io.proxima.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One record of the journal.
 *
 * @param number one more than that of the record before; a gap is a record that was damaged
 * @param at on the wall clock of the replica, in milliseconds
 */
public record JournalRecord(long number, Instant at, Entry entry) {

    /** The record as a document: {@code n}, {@code at}, {@code kind}, then what its kind has. */
    public Map<String, Object> document() {
        return RecordCodec.document(this);
    }

    /** The record that a document is of; empty for one of none, or of a kind that a later version knows. */
    public static Optional<JournalRecord> of(String document) {
        byte[] octets = document.getBytes(StandardCharsets.UTF_8);
        return RecordCodec.decode(octets, 0, octets.length);
    }

    /** The kind's name. */
    public String kind() {
        return RecordCodec.kind(entry);
    }
}
