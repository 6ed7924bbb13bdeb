package io.proxima.geo;

import com.maxmind.db.InvalidDatabaseException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flat records, such as DB-IP's and IPinfo's, whose types GeoIP2 does not know; confined to one thread.
 *
 * <p>A file has hundreds of thousands of them and few countries: keys and texts are most often pointers, so both are known again
 * by where they stand, and the facts of the record before serve where its texts are the same.
 */
final class FlatRecords {
    private static final int COUNTRY = 0;
    private static final int STATE = 1;
    private static final int CONTINENT = 2;
    private static final int LATITUDE = 3;
    private static final int LONGITUDE = 4;
    private static final int NUMBER = 5;
    private static final int ISP = 6;
    private static final int ORGANISATION = 7;
    private static final int OTHER = -1;
    private static final List<byte[]> KEYS = keys(
            "country_code",
            "state1",
            "continent_code",
            "latitude",
            "longitude",
            "autonomous_system_number",
            "isp",
            "autonomous_system_organization");

    /** As many keys of a record, and as many texts, are known again; powers of two. */
    private static final int KNOWN_KEYS = 32;

    private static final int KNOWN_TEXTS = 256;

    private final MaxMindData data;
    private final Records records;
    /** By place in a record, where the key stood that was there before, and which it is. */
    private final long[] keyAt = filled(KNOWN_KEYS);

    private final int[] keys = new int[KNOWN_KEYS];
    /** Texts by where they stand, as far as they do not get in the way of one another. */
    private final long[] textAt = filled(KNOWN_TEXTS);

    private final String[] texts = new String[KNOWN_TEXTS];
    /** By key, the texts of the record that is read, and of the one before. */
    private String[] text = new String[KEYS.size()];

    private String[] textBefore = new String[KEYS.size()];
    private long number;
    private double latitude;
    private double longitude;
    private DatabaseFacts factsBefore = DatabaseFacts.NONE;
    private long numberBefore = -1;

    FlatRecords(MaxMindData data, Records records) {
        this.data = data;
        this.records = records;
        Arrays.fill(texts, "");
        Arrays.fill(textBefore, "");
    }

    private static long[] filled(int length) {
        long[] places = new long[length];
        Arrays.fill(places, -1);
        return places;
    }

    private static List<byte[]> keys(String... names) {
        List<byte[]> keys = new ArrayList<>();
        for (String name : names) {
            keys.add(name.getBytes(StandardCharsets.US_ASCII));
        }
        return keys;
    }

    /** The index of the record at an offset. */
    int read(long offset) throws InvalidDatabaseException {
        Arrays.fill(text, "");
        number = -1;
        latitude = Double.NaN;
        longitude = Double.NaN;
        data.enter(offset);
        int entries = data.type() == MaxMindData.MAP ? data.size() : 0;
        long at = data.body();
        for (int i = 0; i < entries; i++) {
            data.enter(at);
            int key = key(i);
            data.enter(data.end());
            value(key);
            at = data.end();
        }
        return records.index(facts(), Records.place(latitude, longitude));
    }

    private int key(int place) {
        int slot = place & (KNOWN_KEYS - 1);
        if (keyAt[slot] != data.body()) {
            keyAt[slot] = data.body();
            keys[slot] = OTHER;
            for (int key = 0; key < KEYS.size(); key++) {
                if (data.isText(KEYS.get(key))) {
                    keys[slot] = key;
                }
            }
        }
        return keys[slot];
    }

    private void value(int key) {
        switch (key) {
            case OTHER -> {} // of no use here
            case LATITUDE -> latitude = data.number();
            case LONGITUDE -> longitude = data.number();
            case NUMBER -> number = data.whole();
            default -> text[key] = text();
        }
    }

    private String text() {
        int slot = ((int) ((data.body() * 0x9E37_79B9L) >>> 16)) & (KNOWN_TEXTS - 1);
        if (textAt[slot] != data.body()) {
            textAt[slot] = data.body();
            texts[slot] = data.text();
        }
        return texts[slot];
    }

    private DatabaseFacts facts() {
        if (number != numberBefore || !Arrays.equals(text, textBefore)) {
            factsBefore = DatabaseFacts.flat(
                    nothing(text[COUNTRY]),
                    nothing(text[STATE]),
                    nothing(text[CONTINENT]),
                    number,
                    text[ISP],
                    text[ORGANISATION]);
            numberBefore = number;
            String[] spare = textBefore;
            textBefore = text;
            text = spare;
        }
        return factsBefore;
    }

    private static @Nullable String nothing(String text) {
        return text.isBlank() ? null : text;
    }
}
