package io.proxima.zone;

import io.proxima.wire.RrType;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
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
    /** Serial, refresh, retry, expire and minimum end the RDATA of an SOA (RFC 1035 section 3.3.13). */
    private static final int SOA_NUMBERS = 20;

    private RecordForm() {}

    /**
     * RDATA as a zone file has it, its names absolute and in lower case; in the generic form (RFC 3597 section 5) where it is not
     * understood.
     */
    public static String rdata(int type, byte[] rdata) {
        @Nullable Record record = Record.newRecord(Name.root, type, DClass.IN, 0, rdata);
        return switch (record) {
            case null -> RecordText.generic(rdata);
            case AAAARecord _ -> RecordText.ipv6(rdata);
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

    /** The same RDATA with its names in lower case (RFC 4034 section 6.2): equal for records that mean the same. */
    public static String canonical(int type, byte[] rdata) {
        return switch (type) {
            case RrType.A, RrType.AAAA -> HexFormat.of().formatHex(rdata);
            case RrType.SVCB, RrType.HTTPS -> rdata(type, rdata).toLowerCase(Locale.ROOT);
            default -> HexFormat.of().formatHex(RecordText.canonical(type, rdata));
        };
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
}
