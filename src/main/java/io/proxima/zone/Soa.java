package io.proxima.zone;

import io.proxima.wire.Name;
import java.nio.ByteBuffer;

/** The fields of SOA RDATA (RFC 1035 section 3.3.13) that a zone is checked for. */
final class Soa {
    private static final int NUMBERS_OCTETS = 5 * Integer.BYTES;

    private Soa() {}

    /** The serial number. */
    static long serial(byte[] rdata) {
        return number(rdata, 0);
    }

    /** The RDATA with another serial number. */
    static byte[] withSerial(byte[] rdata, long serial) {
        byte[] changed = rdata.clone();
        ByteBuffer.wrap(changed).putInt(rdata.length - NUMBERS_OCTETS, (int) serial);
        return changed;
    }

    /** As a master file has it in one line. */
    static String text(byte[] rdata, Name origin, boolean relative) {
        StringBuilder text = new StringBuilder(RecordText.name(Names.in(rdata, 0), origin, relative))
                .append(' ')
                .append(RecordText.name(responsible(rdata), origin, relative));
        for (int i = 0; i < NUMBERS_OCTETS / Integer.BYTES; i++) {
            text.append(' ').append(number(rdata, i));
        }
        return text.toString();
    }

    private static long number(byte[] rdata, int index) {
        return ByteBuffer.wrap(rdata).getInt(rdata.length - NUMBERS_OCTETS + Integer.BYTES * index) & 0xffff_ffffL;
    }

    /** The mailbox of who is responsible. */
    static Name responsible(byte[] rdata) {
        return Names.in(rdata, Names.in(rdata, 0).length());
    }
}
