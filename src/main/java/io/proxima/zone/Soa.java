package io.proxima.zone;

import io.proxima.wire.Name;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The fields of SOA RDATA (RFC 1035 section 3.3.13) that a zone is checked for. */
final class Soa {
    private static final int NUMBERS_OCTETS = 5 * Integer.BYTES;
    private static final int WORDS = 7;
    private static final int MOST_DIGITS = 10;

    private Soa() {}

    /**
     * The RDATA that words say, without anything to be understood between the lines: two plain names and five plain numbers. Null
     * for all others.
     */
    static @Nullable Rdata plain(Words words, int from, Name origin) {
        if (words.count() != from + WORDS) {
            return null;
        }
        Name server = plainName(words, from, origin);
        Name mailbox = plainName(words, from + 1, origin);
        if (server == null || mailbox == null) {
            return null;
        }
        byte[] octets = new byte[server.length() + mailbox.length() + NUMBERS_OCTETS];
        byte[] canonical = new byte[octets.length];
        ByteBuffer as = ByteBuffer.wrap(octets).put(server.octets()).put(mailbox.octets());
        ByteBuffer compared =
                ByteBuffer.wrap(canonical).put(Names.lowerCase(server.octets())).put(Names.lowerCase(mailbox.octets()));
        for (int word = from + 2; word < words.count(); word++) {
            // All but the serial are lengths of time, of which there are none of more than 31 bits.
            long number = plainNumber(words, word, word == from + 2 ? 0xffff_ffffL : Integer.MAX_VALUE);
            if (number < 0) {
                return null;
            }
            as.putInt((int) number);
            compared.putInt((int) number);
        }
        return new Rdata(octets, Arrays.equals(octets, canonical) ? octets : canonical);
    }

    private static @Nullable Name plainName(Words words, int word, Name origin) {
        return words.isQuoted(word)
                ? null
                : Name.parsePlain(words.octets(), words.start(word), words.end(word), origin);
    }

    private static long plainNumber(Words words, int word, long most) {
        int length = words.length(word);
        if (words.isQuoted(word) || length == 0 || length > MOST_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = words.octet(word, i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number <= most ? number : -1;
    }

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
