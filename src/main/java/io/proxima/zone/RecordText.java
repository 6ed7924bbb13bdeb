package io.proxima.zone;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;

/** Types, and the data of records, as master files have them. */
public final class RecordText {
    private RecordText() {}

    /** The number of a type's mnemonic or of {@code TYPE123}, in any case; -1 where it is neither, or none of records. */
    public static int type(String text) {
        int type = Types.parse(text);
        return type < 0 || Types.isMeta(type) ? -1 : type;
    }

    /** A type's mnemonic, or {@code TYPE123}. */
    public static String nameOf(int type) {
        return Types.name(type);
    }

    /** RDATA in one line, all names absolute; generic (RFC 3597 section 5) where there is no other form that reads back. */
    public static String of(int type, byte[] rdata) {
        return of(type, rdata, Name.ROOT, false);
    }

    /** RDATA in one line, the name of a host or target relative to an origin where that is wanted and can be. */
    static String of(int type, byte[] rdata, Name origin, boolean relative) {
        String text = plain(type, rdata, origin, relative);
        try {
            if (Arrays.equals(parse(type, text, origin).octets(), rdata)) {
                return text;
            }
        } catch (BadEntry _) {
            return generic(rdata); // dnsjava does not understand all that it writes
        }
        return generic(rdata);
    }

    private static String generic(byte[] rdata) {
        return "\\# " + rdata.length
                + (rdata.length == 0 ? "" : " " + HexFormat.of().formatHex(rdata));
    }

    private static String plain(int type, byte[] rdata, Name origin, boolean relative) {
        return switch (type) {
            case RrType.AAAA -> ipv6(rdata);
            case RrType.NS, RrType.CNAME, RrType.DNAME, RrType.PTR -> name(Names.in(rdata, 0), origin, relative);
            case RrType.MX -> number(rdata, 0) + " " + name(Names.in(rdata, 2), origin, relative);
            case RrType.SRV ->
                number(rdata, 0) + " " + number(rdata, 2) + " " + number(rdata, 4) + " "
                        + name(Names.in(rdata, 6), origin, relative);
            case RrType.SOA -> Soa.text(rdata, origin, relative);
            default -> {
                Record record = Record.newRecord(org.xbill.DNS.Name.root, type, DClass.IN, 0, rdata);
                yield record.rdataToString();
            }
        };
    }

    /** RDATA with names in lower case, by which records are told apart (RFC 4034 section 6.2). */
    static byte[] canonical(int type, byte[] rdata) {
        return Record.newRecord(org.xbill.DNS.Name.root, type, DClass.IN, 0, rdata)
                .rdataToWireCanonical();
    }

    private static int number(byte[] rdata, int at) {
        return ((rdata[at] & 0xff) << 8) | (rdata[at + 1] & 0xff);
    }

    /** RFC 5952 section 4: the first of the longest runs of zeros is left out, and no single zero. */
    private static String ipv6(byte[] octets) {
        int gap = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int length = 0;
            while (i + length < 8 && number(octets, 2 * (i + length)) == 0) {
                length++;
            }
            if (length > longest) {
                gap = i;
                longest = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == gap) {
                text.append("::");
                i += longest - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(number(octets, 2 * i)));
            }
        }
        return text.toString();
    }

    /** A name for a master file, relative to an origin where that is wanted and can be. */
    static String name(Name name, Name origin, boolean relative) {
        String text = name.toString().replace("(", "\\(").replace(")", "\\)");
        if (!relative || !name.isAtOrBelow(origin)) {
            return text;
        }
        if (name.equals(origin)) {
            return "@";
        }
        String tail = origin.toString().replace("(", "\\(").replace(")", "\\)");
        return text.substring(0, text.length() - (origin.equals(Name.ROOT) ? 1 : tail.length() + 1));
    }

    /** Reads RDATA that is written in one line. */
    static Rdata parse(int type, String data, Name origin) throws BadEntry {
        if (data.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw new BadEntry(0, "data are written in one line, without control characters", "write them as \\DDD");
        }
        MasterFile file = new MasterFile(Path.of("data"), "data", (" " + data).getBytes(StandardCharsets.UTF_8));
        Findings findings = new Findings();
        Splitter splitter = new Splitter(file, findings);
        Words words = new Words(file);
        boolean any = splitter.next(words);
        if (findings.hasErrors()) {
            Finding first = findings.sorted().getFirst();
            throw new BadEntry(0, first.message(), first.hint());
        }
        requirePlain(file, words, any);
        return new RdataReader().read(type, words, 0, origin);
    }

    /** Between words are blanks alone: what a comment hides would be lost without a word. */
    private static void requirePlain(MasterFile file, Words words, boolean any) throws BadEntry {
        int at = 0;
        for (int word = 0; word <= (any ? words.count() : 0); word++) {
            boolean last = !any || word == words.count();
            int until = last ? file.octets().length : words.start(word);
            for (; at < until; at++) {
                byte octet = file.octets()[at];
                if (octet == ';' || octet == '(' || octet == ')') {
                    throw new BadEntry(
                            0, "\"" + (char) octet + "\" stands outside of quotation marks", "write \\" + (char) octet);
                }
            }
            at = last ? until : words.end(word);
        }
    }
}
