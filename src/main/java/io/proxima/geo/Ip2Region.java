package io.proxima.geo;

import io.proxima.net.AddressRange;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An ip2region database, version 2: the provinces and carriers of China's IPv4 addresses. What it says of the rest of the
 * world is left out.
 *
 * <p>All numbers are little-endian:
 *
 * <pre>
 * octet 0   version (2) | policy (2) | made at (4) | first index entry (4) | last index entry (4)
 * an entry  first address (4) | last address (4) | length of region (2) | offset of region (4)
 * a region  country|0|province|city|carrier in Chinese, "0" where nothing is known; UTF-8
 * </pre>
 *
 * The entries ascend. Hong Kong, Macao and Taiwan are given as ISO 3166-1 has them, like all other databases do.
 */
final class Ip2Region {
    private static final int HEADER = 256;
    private static final int ENTRY = 14;
    private static final int VERSION = 2;
    private static final String CHINA = "中国";
    private static final Set<String> OWN_COUNTRIES = Set.of("HK", "MO", "TW");
    private static final String NOTHING = "0";

    private final String file;
    private final ByteBuffer octets;
    private final Findings findings;
    private final PrefixMap.Builder builder = PrefixMap.builder(0);
    private final Records records = new Records();
    private final NumberTable known = new NumberTable();

    private Ip2Region(String file, ByteBuffer octets, Findings findings) {
        this.file = file;
        this.octets = octets;
        this.findings = findings;
    }

    /** Reads a file; the first thing that is wrong ends it with a finding that says at which octet. */
    static Database read(Path path, Findings findings) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        Ip2Region database = new Ip2Region(path.toString(), octets, findings);
        database.entries();
        return new Database(database.file, database.builder.build(), database.records);
    }

    private boolean error(long offset, String message) {
        findings.error(
                Place.start(file),
                "this is no whole ip2region database: " + message + ", at octet " + offset,
                "fetch the file anew");
        return false;
    }

    private void entries() {
        if (octets.limit() < HEADER) {
            error(octets.limit(), "it ends within its header");
            return;
        }
        int version = octets.getShort(0);
        long first = octets.getInt(8) & 0xffff_ffffL;
        long last = octets.getInt(12) & 0xffff_ffffL;
        if (version != VERSION) {
            error(0, "its version is " + version + ", not " + VERSION);
        } else if (first < HEADER || last < first || last + ENTRY > octets.limit() || (last - first) % ENTRY != 0) {
            error(8, "its index does not fit into it");
        } else {
            long end = -1;
            for (int at = (int) first; at <= last; at += ENTRY) {
                long from = octets.getInt(at) & 0xffff_ffffL;
                long to = octets.getInt(at + 4) & 0xffff_ffffL;
                if (from <= end || to < from) {
                    error(at, "its entries do not ascend");
                    return;
                }
                end = to;
                if (!entry(at, from, to)) {
                    return;
                }
            }
        }
    }

    private boolean entry(int at, long from, long to) {
        int length = octets.getShort(at + 8) & 0xffff;
        int offset = octets.getInt(at + 10);
        int index = known.get(offset);
        if (index < 0) {
            if (offset < HEADER || offset > octets.limit() - length) {
                return error(at + 10, "an entry points outside");
            }
            DatabaseFacts facts = facts(text(offset, length).split("\\|", -1));
            if (facts == null) {
                return error(offset, "a region has not 5 parts");
            }
            index = records.index(facts, Records.NOWHERE);
            known.put(offset, index);
        }
        if (index > 0) {
            builder.put(new AddressRange(host(from), host(to)), index);
        }
        return true;
    }

    private String text(int offset, int length) {
        byte[] text = new byte[length];
        octets.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static Prefix host(long address) {
        return Prefix.masked(false, address << Integer.SIZE, 0, Prefix.width(false));
    }

    private static @Nullable DatabaseFacts facts(String[] region) {
        if (region.length != 5) {
            return null;
        }
        if (!region[0].equals(CHINA)) {
            return DatabaseFacts.NONE;
        }
        String province = Iso3166.provinceInChinese(region[2]);
        List<String> names = region[4].equals(NOTHING) || region[4].isBlank()
                ? List.of()
                : List.of(region[4].toLowerCase(Locale.ROOT));
        String country = "CN";
        if (province != null && OWN_COUNTRIES.contains(province.substring(3))) {
            country = province.substring(3);
            province = null;
        }
        return new DatabaseFacts(country, province == null ? List.of() : List.of(province), null, null, names, null);
    }
}
