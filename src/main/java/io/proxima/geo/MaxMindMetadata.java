package io.proxima.geo;

import com.maxmind.db.InvalidDatabaseException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * What a MaxMind DB says of itself, at its end behind a mark; a number that it does not say is -1.
 *
 * @param start where the mark stands
 * @param type such as {@code GeoLite2-City}
 */
record MaxMindMetadata(long start, String type, long version, long ipVersion, long recordBits, long nodeCount) {
    private static final byte[] MARK = "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);
    /** The mark stands in the last so many octets. */
    private static final long LENGTH_AT_MOST = 128 * 1024;

    /**
     * Reads the end of a file.
     *
     * @throws InvalidDatabaseException if it has none, or is of another version than 2
     */
    static MaxMindMetadata of(MemorySegment octets) throws InvalidDatabaseException {
        long mark = octets.byteSize() - MARK.length;
        long first = Math.max(0, octets.byteSize() - LENGTH_AT_MOST);
        while (mark >= first && !stands(octets, mark)) {
            mark--;
        }
        if (mark < first) {
            throw new InvalidDatabaseException(
                    octets.byteSize() == 0 ? "it is empty" : "its metadata is missing, as where it was cut short");
        }
        MaxMindMetadata metadata = read(new MaxMindData(octets.asSlice(mark + MARK.length)), mark);
        if (metadata.version != 2) {
            throw new InvalidDatabaseException("its format is of version " + metadata.version + ", not 2");
        }
        if (metadata.ipVersion != 4 && metadata.ipVersion != 6) {
            throw new InvalidDatabaseException("its IP version is " + metadata.ipVersion + ", not 4 or 6");
        }
        return metadata;
    }

    private static boolean stands(MemorySegment octets, long at) {
        for (int i = 0; i < MARK.length; i++) {
            if (octets.get(ValueLayout.JAVA_BYTE, at + i) != MARK[i]) {
                return false;
            }
        }
        return true;
    }

    private static MaxMindMetadata read(MaxMindData data, long mark) throws InvalidDatabaseException {
        String type = "";
        long version = -1;
        long ipVersion = -1;
        long recordBits = -1;
        long nodeCount = -1;
        data.enter(0);
        int entries = data.type() == MaxMindData.MAP ? data.size() : 0;
        long at = data.body();
        for (int i = 0; i < entries; i++) {
            data.enter(at);
            String key = data.text();
            data.enter(data.end());
            switch (key) {
                case "database_type" -> type = data.text();
                case "binary_format_major_version" -> version = data.whole();
                case "ip_version" -> ipVersion = data.whole();
                case "record_size" -> recordBits = data.whole();
                case "node_count" -> nodeCount = data.whole();
                default -> {} // the rest is for people
            }
            at = data.end();
        }
        return new MaxMindMetadata(mark, type, version, ipVersion, recordBits, nodeCount);
    }
}
