package io.proxima.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
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

    /** The length of an entry that says nothing. */
    private static final int EMPTY = "{}".length();

    private static final Map<Class<? extends Entry>, String> NAMES =
            Entry.KINDS.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private RecordCodec() {}

    static String kind(Entry entry) {
        String kind = NAMES.get(entry.getClass());
        if (kind == null) {
            throw new IllegalStateException(entry.getClass() + " is no kind of the journal");
        }
        return kind;
    }

    static Map<String, Object> document(JournalRecord record) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("n", record.number());
        document.put("at", record.at().toString());
        document.put("kind", kind(record.entry()));
        document.putAll(MAPPER.convertValue(record.entry(), new TypeReference<LinkedHashMap<String, Object>>() {}));
        return document;
    }

    /** The octets of the document. A verdict that turns writes one, so that it is not made as a tree first. */
    static byte[] encode(JournalRecord record) {
        byte[] entry = MAPPER.writeValueAsBytes(record.entry());
        byte[] head = ("{\"n\":" + record.number() + ",\"at\":\"" + record.at() + "\",\"kind\":\""
                        + kind(record.entry()) + '"')
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + (entry.length > EMPTY ? entry.length : 1));
        all[head.length] = ',';
        System.arraycopy(entry, 1, all, all.length - entry.length + 1, entry.length - 1);
        return all;
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
