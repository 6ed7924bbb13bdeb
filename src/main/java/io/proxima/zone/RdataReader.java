package io.proxima.zone;

import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NULLRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.UNKRecord;

/**
 * Reads the RDATA of one record from its words. Addresses and types that are one name are read here, with their own words
 * for what is wrong, and an SOA of plain words; dnsjava reads all others. Confined to one thread.
 */
final class RdataReader {
    /** The octets of a record before its RDATA where its owner is the root: owner, type, class, TTL, length. */
    private static final int ROOT_RECORD_HEADER = 11;

    private static final int APL = 42;
    private static final String GENERIC_FORM = "write it as \\# LENGTH HEX (RFC 3597 section 5)";
    private static final Map<Integer, String> FORMS = Map.ofEntries(
            Map.entry(RrType.SOA, "SOA MNAME RNAME SERIAL REFRESH RETRY EXPIRE MINIMUM"),
            Map.entry(RrType.MX, "MX PREFERENCE HOST"),
            Map.entry(RrType.TXT, "TXT \"STRING\" …, each of at most 255 octets"),
            Map.entry(RrType.SRV, "SRV PRIORITY WEIGHT PORT TARGET"),
            Map.entry(RrType.NAPTR, "NAPTR ORDER PREFERENCE \"FLAGS\" \"SERVICE\" \"REGEXP\" REPLACEMENT"),
            Map.entry(RrType.DS, "DS KEYTAG ALGORITHM DIGESTTYPE DIGEST"),
            Map.entry(RrType.SSHFP, "SSHFP ALGORITHM FINGERPRINTTYPE FINGERPRINT"),
            Map.entry(RrType.TLSA, "TLSA USAGE SELECTOR MATCHING DATA"),
            Map.entry(RrType.SVCB, "SVCB PRIORITY TARGET [KEY=VALUE …]"),
            Map.entry(RrType.HTTPS, "HTTPS PRIORITY TARGET [KEY=VALUE …]"),
            Map.entry(RrType.CAA, "CAA FLAGS TAG \"VALUE\""));

    private @Nullable Name origin;
    private org.xbill.DNS.Name dnsjavaOrigin = org.xbill.DNS.Name.root;

    /** The RDATA that the words from an index on say; names are relative to the origin. */
    Rdata read(int type, Words words, int from, Name origin) throws BadEntry {
        if (from == words.count() && type != APL) {
            throw new BadEntry(from, Types.name(type) + " has no data", FORMS.get(type));
        }
        if (from < words.count()
                && words.octet0(from) == '\\'
                && words.text(from).equals("\\#")) {
            return generic(type, words, from);
        }
        return switch (type) {
            case RrType.A -> address(words, from, Addresses.ipv4(words, from), Address.IPv4, "an IPv4 address");
            case RrType.AAAA -> address(words, from, Addresses.ipv6(words, from), Address.IPv6, "an IPv6 address");
            case RrType.NS, RrType.CNAME, RrType.DNAME, RrType.PTR -> name(type, words, from, origin);
            case RrType.SOA -> {
                Rdata plain = Soa.plain(words, from, origin); // a hundred thousand zones have one each
                yield plain == null ? byDnsjava(type, words, from, origin) : plain;
            }
            default -> byDnsjava(type, words, from, origin);
        };
    }

    private static Rdata address(Words words, int word, byte @Nullable [] plain, int family, String kind)
            throws BadEntry {
        byte[] octets = plain == null ? Address.toByteArray(words.text(word), family) : plain;
        if (octets == null) {
            throw new BadEntry(word, words.shown(word) + " is not " + kind, null);
        }
        requireLast(words, word);
        return new Rdata(octets, octets);
    }

    private static Rdata name(int type, Words words, int word, Name origin) throws BadEntry {
        if (words.isQuoted(word)) {
            throw new BadEntry(word, "the name in a " + Types.name(type) + " is not to be quoted", null);
        }
        byte[] octets = Names.parse(words, word, origin).octets();
        requireLast(words, word);
        return new Rdata(octets, Names.lowerCase(octets));
    }

    private static void requireLast(Words words, int word) throws BadEntry {
        if (word + 1 < words.count()) {
            throw new BadEntry(
                    word + 1, words.shown(word + 1) + " is too much", "one record a line; comments begin with ;");
        }
    }

    private Rdata byDnsjava(int type, Words words, int from, Name origin) throws BadEntry {
        if (this.origin == null || !this.origin.equals(origin)) {
            dnsjavaOrigin = dnsjavaName(origin);
            this.origin = origin;
        }
        RdataText text = RdataText.of(words, from);
        try {
            Record record =
                    Record.fromString(org.xbill.DNS.Name.root, type, DClass.IN, 0, new Tokenizer(text), dnsjavaOrigin);
            return rdata(record);
        } catch (IOException | RuntimeException e) {
            // Some of dnsjava's parsers let a NumberFormatException or an index out of bounds escape.
            throw hasTextForm(type)
                    ? complaint(type, words, text, e)
                    : new BadEntry(from, Types.name(type) + " data has no text form here", GENERIC_FORM);
        }
    }

    private static boolean hasTextForm(int type) {
        Record probe = Record.newRecord(org.xbill.DNS.Name.root, type, DClass.IN, 0, new byte[0]);
        return !(probe instanceof UNKRecord || probe instanceof NULLRecord);
    }

    private static BadEntry complaint(int type, Words words, RdataText text, Exception e) {
        String said = e.getMessage() == null || !(e instanceof IOException)
                ? "it is not understood"
                : e.getMessage().replaceAll("<none>:\\d+: ", "");
        int word = text.wordReadLast();
        if (said.startsWith("unexpected tokens at end of record")) {
            said = words.shown(word) + " is too much";
        }
        String what = said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
        return new BadEntry(word, "bad " + Types.name(type) + " data: " + what, FORMS.get(type));
    }

    /** RFC 3597 section 5, for unknown types and known ones; the latter must be what the type allows. */
    private static Rdata generic(int type, Words words, int from) throws BadEntry {
        int length = from + 1 < words.count() ? decimal(words.text(from + 1)) : -1;
        if (length < 0 || length > 0xffff) {
            throw new BadEntry(from + 1, "\\# is not followed by a length up to 65535", GENERIC_FORM);
        }
        StringBuilder hex = new StringBuilder();
        for (int word = from + 2; word < words.count(); word++) {
            hex.append(words.text(word));
        }
        byte[] octets;
        try {
            octets = HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException _) {
            throw new BadEntry(from + 2, "what follows the length is not pairs of hexadecimal digits", GENERIC_FORM);
        }
        if (octets.length != length) {
            throw new BadEntry(
                    from + 1, "the length says " + length + " octets, but " + octets.length + " follow", null);
        }
        Record record = Record.newRecord(org.xbill.DNS.Name.root, type, DClass.IN, 0, octets);
        Rdata rdata = record == null ? null : rdata(record);
        if (rdata == null || !Arrays.equals(rdata.octets(), octets)) {
            throw new BadEntry(from + 2, "these octets are no " + Types.name(type) + " data", FORMS.get(type));
        }
        return rdata;
    }

    private static int decimal(String word) {
        return word.matches("\\d{1,5}") ? Integer.parseInt(word) : -1;
    }

    private static Rdata rdata(Record record) {
        // The canonical form that dnsjava offers for RDATA alone has names in lower case; a whole record keeps the
        // case.
        byte[] whole = record.toWire(Section.ANSWER);
        byte[] octets = Arrays.copyOfRange(whole, ROOT_RECORD_HEADER, whole.length);
        byte[] canonical = record.rdataToWireCanonical();
        return new Rdata(octets, Arrays.equals(octets, canonical) ? octets : canonical);
    }

    private static org.xbill.DNS.Name dnsjavaName(Name name) {
        try {
            return new org.xbill.DNS.Name(name.octets());
        } catch (IOException e) {
            throw new IllegalArgumentException("a name that is none: " + name, e);
        }
    }
}
