package io.proxima.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

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

    /** The record in a {@link #document} that another made; empty for what is none, or of a kind that a later version knows. */
    public static Optional<JournalRecord> read(JsonNode document) {
        return RecordCodec.decode(document);
    }

    /** The kind's name. */
    public String kind() {
        return RecordCodec.kind(entry);
    }
}
