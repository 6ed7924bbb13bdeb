package io.proxima.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Records as JSON: {@code n}, {@code at} and {@code kind}, then the components of the entry. */
final class RecordCodec {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .changeDefaultPropertyInclusion(include -> include.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    private static final Map<Class<? extends Entry>, String> NAMES =
            Entry.KINDS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    /** A record as it is written, in this order. */
    private record Line(
            long n, String at, String kind, @JsonUnwrapped Entry entry) {
        static Line of(JournalRecord record) {
            return new Line(record.number(), record.at().toString(), RecordCodec.kind(record.entry()), record.entry());
        }
    }

    private RecordCodec() {}

    static String kind(Entry entry) {
        String kind = NAMES.get(entry.getClass());
        if (kind == null) {
            throw new IllegalStateException(entry.getClass() + " is no kind of the journal");
        }
        return kind;
    }

    static Map<String, Object> document(JournalRecord record) {
        return MAPPER.convertValue(Line.of(record), new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /** The octets of the document. A verdict that turns writes one, so that it is not made as a tree first. */
    static byte[] encode(JournalRecord record) {
        return MAPPER.writeValueAsBytes(Line.of(record));
    }

    /** The record in a payload; empty for what is none, or of a kind that a later version knows. */
    static Optional<JournalRecord> decode(byte[] payload, int from, int length) {
        try {
            return decode(MAPPER.readTree(payload, from, length));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /** The record that a document is, on the same terms. */
    static Optional<JournalRecord> decode(JsonNode tree) {
        try {
            Class<? extends Entry> kind = Entry.KINDS.get(tree.path("kind").asString(""));
            long number = tree.path("n").asLong(-1);
            if (kind == null || number < 0) {
                return Optional.empty();
            }
            Instant at = Instant.parse(tree.path("at").asString(""));
            return Optional.of(new JournalRecord(number, at, MAPPER.treeToValue(tree, kind)));
        } catch (JacksonException | DateTimeException _) {
            return Optional.empty();
        }
    }
}
