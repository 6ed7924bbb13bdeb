package io.proxima.zone;

import io.proxima.wire.RrType;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** Records as people write and compare them: RDATA in presentation format (RFC 1035 section 5.1), or in canonical form. */
public final class RecordForm {
    /** Before the RDATA of a record of the root in canonical form: owner, type, class, TTL, length. */
    private static final int ROOT_RECORD_HEADER = 11;
    /** Serial, refresh, retry, expire and minimum end the RDATA of an SOA (RFC 1035 section 3.3.13). */
    private static final int SOA_NUMBERS = 20;

    private RecordForm() {}

    /** A type's mnemonic, or {@code TYPE123}. */
    public static String type(int type) {
        return Types.name(type);
    }

    /**
     * RDATA as a zone file has it, its names absolute and in lower case; in the generic form (RFC 3597 section 5) where it is not
     * understood.
     */
    public static String rdata(int type, byte[] rdata) {
        return read(type, rdata, RecordForm::text).orGeneric(rdata);
    }

    private static String text(Record record) {
        return switch (record) {
            case AAAARecord address -> shortest(address.getAddress().getHostAddress());
            case TXTRecord strings ->
                strings.getStrings().stream()
                        .map(string -> "\"" + string + "\"")
                        .collect(Collectors.joining(" "));
            default -> lowerCase(record).rdataToString();
        };
    }

    private static Record lowerCase(Record record) {
        try {
            return Record.fromWire(record.toWireCanonical(), Section.ANSWER);
        } catch (IOException _) {
            return record;
        }
    }

    /** An IPv6 address with its longest run of zeros left out (RFC 5952 section 4). */
    private static String shortest(String address) {
        String padded = ":" + address + ":";
        for (int zeros = 8; zeros >= 2; zeros--) {
            int at = padded.indexOf(":" + "0:".repeat(zeros));
            if (at >= 0) {
                String head = padded.substring(0, at);
                String tail = padded.substring(at + 2 * zeros + 1);
                return (head.isEmpty() ? "" : head.substring(1))
                        + "::"
                        + (tail.isEmpty() ? "" : tail.substring(0, tail.length() - 1));
            }
        }
        return address;
    }

    /** The same RDATA with its names in lower case (RFC 4034 section 6.2): equal for records that mean the same. */
    public static String canonical(int type, byte[] rdata) {
        return switch (type) {
            case RrType.A, RrType.AAAA -> HexFormat.of().formatHex(rdata);
            case RrType.SVCB, RrType.HTTPS -> rdata(type, rdata).toLowerCase(Locale.ROOT);
            default -> read(type, rdata, RecordForm::canonicalRdata).orGeneric(rdata);
        };
    }

    private static String canonicalRdata(Record record) {
        byte[] whole = record.toWireCanonical();
        return HexFormat.of().formatHex(whole, ROOT_RECORD_HEADER, whole.length);
    }

    /** The serial in the RDATA of an SOA. */
    public static long serial(byte[] soa) {
        long serial = 0;
        for (int i = soa.length - SOA_NUMBERS; i < soa.length - SOA_NUMBERS + 4; i++) {
            serial = (serial << 8) | (soa[i] & 0xff);
        }
        return serial;
    }

    /** The RDATA of an SOA as it is with serial zero. */
    public static byte[] withoutSerial(byte[] soa) {
        byte[] without = soa.clone();
        for (int i = soa.length - SOA_NUMBERS; i < soa.length - SOA_NUMBERS + 4; i++) {
            without[i] = 0;
        }
        return without;
    }

    private record Text(@Nullable String text) {
        String orGeneric(byte[] rdata) {
            return text == null ? "\\# " + rdata.length + " " + HexFormat.of().formatHex(rdata) : text;
        }
    }

    private static Text read(int type, byte[] rdata, Function<Record, String> as) {
        @Nullable Record record = Record.newRecord(Name.root, type, DClass.IN, 0, rdata);
        return new Text(record == null ? null : as.apply(record));
    }
}
