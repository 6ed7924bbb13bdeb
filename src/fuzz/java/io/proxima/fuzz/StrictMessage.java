package io.proxima.fuzz;

import io.proxima.wire.Name;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A message read by the letter of RFC 1035 section 4, with nothing forgiven: counts are what follows, names are pointed to
 * backwards only, RDATA lies within, and no octet is left over. It shares no code with the parser and writer it judges.
 *
 * @param flags the header's second word
 * @param questions how many questions there are
 * @param plainQuestion whether the first question's name stands there without compression
 */
record StrictMessage(int id, int flags, int questions, boolean plainQuestion, Question question, List<Entry> records) {
    static final int ANSWER = 1;
    static final int AUTHORITY = 2;
    static final int ADDITIONAL = 3;

    private static final int OPT = 41;

    /** The first question; type and class -1 where there is none. */
    record Question(Name name, int type, int qclass) {}

    /**
     * One record.
     *
     * @param nameOctets how many octets the owner name takes where it stands
     * @param ttl the 32 bits, unsigned
     */
    record Entry(int section, Name owner, int nameOctets, int type, int recordClass, long ttl, String rdata) {
        byte[] octets() {
            return HexFormat.of().parseHex(rdata);
        }

        /** The name that stands uncompressed in the RDATA. */
        Name nameAt(int offset) {
            byte[] octets = octets();
            int end = offset;
            while (octets[end] != 0) {
                end += 1 + octets[end];
            }
            return Name.ofOctets(Arrays.copyOfRange(octets, offset, end + 1));
        }

        /** What makes the record the same as another, but for its TTL. */
        String identity() {
            return owner.toString().toLowerCase(Locale.ROOT) + " " + type + " " + recordClass + " " + rdata;
        }
    }

    int rcode() {
        return (flags & 0xf) | opt().map(opt -> (int) (opt.ttl() >>> 24) << 4).orElse(0);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    List<Entry> section(int section) {
        return records.stream().filter(record -> record.section() == section).toList();
    }

    List<Entry> ofType(int type) {
        return records.stream().filter(record -> record.type() == type).toList();
    }

    Optional<Entry> opt() {
        return ofType(OPT).stream().findFirst();
    }

    /** The data of each EDNS option of a code, in hexadecimal digits; empty also where the OPT record is cut badly. */
    static Optional<List<String>> options(Entry opt, int wanted) {
        byte[] octets = opt.octets();
        List<String> found = new ArrayList<>();
        int at = 0;
        while (at < octets.length) {
            if (octets.length - at < 4 || at + 4 + u16(octets, at + 2) > octets.length) {
                return Optional.empty();
            }
            int end = at + 4 + u16(octets, at + 2);
            if (u16(octets, at) == wanted) {
                found.add(HexFormat.of().formatHex(octets, at + 4, end));
            }
            at = end;
        }
        return Optional.of(found);
    }

    /** Reads a whole message; empty where it is none. */
    static Optional<StrictMessage> read(byte[] message) {
        try {
            return Optional.of(new Reader(message).message());
        } catch (Malformed _) {
            return Optional.empty();
        }
    }

    private static int u16(byte[] octets, int at) {
        return ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
    }

    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed() {
            super("no message", null, false, false);
        }
    }

    private static final class Reader {
        private final byte[] octets;
        private int at;

        Reader(byte[] octets) {
            this.octets = octets;
        }

        private StrictMessage message() throws Malformed {
            require(12);
            int[] words = new int[6];
            for (int i = 0; i < 6; i++) {
                words[i] = u16(octets, 2 * i);
            }
            at = 12;
            Question first = new Question(Name.ROOT, -1, -1);
            boolean plain = false;
            for (int i = 0; i < words[2]; i++) {
                int start = at;
                Name name = name();
                boolean whole = at - start == name.length();
                require(4);
                Question question = new Question(name, u16(octets, at), u16(octets, at + 2));
                at += 4;
                first = i == 0 ? question : first;
                plain = i == 0 ? whole : plain;
            }
            List<Entry> records = new ArrayList<>();
            for (int section = ANSWER; section <= ADDITIONAL; section++) {
                for (int i = 0; i < words[2 + section]; i++) {
                    records.add(entry(section));
                }
            }
            if (at != octets.length) {
                throw new Malformed();
            }
            return new StrictMessage(words[0], words[1], words[2], plain, first, records);
        }

        private Entry entry(int section) throws Malformed {
            int start = at;
            Name owner = name();
            int nameOctets = at - start;
            require(10);
            int type = u16(octets, at);
            int recordClass = u16(octets, at + 2);
            long ttl = ((long) u16(octets, at + 4) << 16) | u16(octets, at + 6);
            int length = u16(octets, at + 8);
            at += 10;
            require(length);
            String rdata = HexFormat.of().formatHex(octets, at, at + length);
            at += length;
            return new Entry(section, owner, nameOctets, type, recordClass, ttl, rdata);
        }

        private Name name() throws Malformed {
            ByteArrayOutputStream name = new ByteArrayOutputStream();
            int from = at;
            int after = -1;
            int lowest = at;
            while (true) {
                if (from >= octets.length) {
                    throw new Malformed();
                }
                int octet = octets[from] & 0xff;
                if (octet >= 0xc0) {
                    if (from + 1 >= octets.length) {
                        throw new Malformed();
                    }
                    after = after < 0 ? from + 2 : after;
                    from = u16(octets, from) & 0x3fff;
                    if (from < 12 || from >= lowest) {
                        throw new Malformed();
                    }
                    lowest = from;
                    continue;
                }
                if (octet > 63 || from + octet >= octets.length || name.size() + octet + 1 > 255) {
                    throw new Malformed();
                }
                name.write(octets, from, octet + 1);
                from += octet + 1;
                if (octet == 0) {
                    at = after < 0 ? from : after;
                    return Name.ofOctets(name.toByteArray());
                }
            }
        }

        private void require(int more) throws Malformed {
            if (octets.length - at < more) {
                throw new Malformed();
            }
        }
    }
}
