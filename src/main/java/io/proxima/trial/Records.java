package io.proxima.trial;

import io.proxima.net.Prefix;
import io.proxima.trial.Outcome.Landing;
import io.proxima.wire.Header;
import io.proxima.wire.Rcode;
import io.proxima.wire.RrType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What one of our own responses says, without the order of its records; names in RDATA are never compressed in them, so that
 * equal octets are equal records.
 */
final class Records {
    private static final int POINTER = 0xc0;

    /** @param rdata in hexadecimal */
    private record Resource(int type, long ttlSeconds, String rdata) {}

    private Records() {}

    static Outcome outcome(byte[] response, int rcode) {
        if (rcode != Rcode.NOERROR) {
            String mnemonic = Rcode.mnemonic(rcode);
            return Outcome.of(mnemonic, mnemonic, -1);
        }
        ByteBuffer message = ByteBuffer.wrap(response);
        boolean authoritative = (message.getShort(2) & Header.AA) != 0;
        int answers = message.getShort(6);
        int authorities = message.getShort(8);
        message.position(Header.LENGTH);
        skipName(message);
        message.position(message.position() + 4);
        List<Resource> all = new ArrayList<>();
        for (int i = 0; i < answers + authorities; i++) {
            all.add(read(message));
        }
        if (answers > 0) {
            return answer(all.subList(0, answers));
        }
        return authoritative
                ? Outcome.of("NODATA", "NODATA", -1)
                : new Outcome(
                        "referral",
                        Map.of(new Landing(digest(all), "referral", null), 1.0),
                        all.isEmpty() ? -1 : all.getFirst().ttlSeconds(),
                        true);
    }

    private static Outcome answer(List<Resource> answer) {
        List<Resource> addresses = answer.stream()
                .filter(record -> record.type() == RrType.A || record.type() == RrType.AAAA)
                .toList();
        if (addresses.isEmpty()) {
            String text = RrType.name(answer.getLast().type()) + " records";
            return new Outcome(
                    "answer",
                    Map.of(new Landing(digest(answer), text, null), 1.0),
                    answer.getLast().ttlSeconds(),
                    true);
        }
        Map<Landing, Double> shares = new HashMap<>();
        for (Resource record : addresses) {
            String literal = literal(record.rdata());
            shares.merge(new Landing(literal, literal, null), 1.0 / addresses.size(), Double::sum);
        }
        return new Outcome("answer", shares, addresses.getFirst().ttlSeconds(), true);
    }

    private static String literal(String rdata) {
        ByteBuffer octets = ByteBuffer.wrap(HexFormat.of().parseHex(rdata));
        boolean ipv6 = octets.remaining() == Long.BYTES * 2;
        long high = ipv6 ? octets.getLong() : (long) octets.getInt() << Integer.SIZE;
        return new Prefix(ipv6, high, ipv6 ? octets.getLong() : 0, Prefix.width(ipv6))
                .firstAddress()
                .getHostAddress();
    }

    private static String digest(List<Resource> records) {
        TreeSet<String> texts = new TreeSet<>();
        records.forEach(record -> texts.add(record.type() + " " + record.rdata()));
        return String.join("\n", texts);
    }

    private static Resource read(ByteBuffer message) {
        skipName(message);
        int type = message.getShort() & 0xffff;
        message.getShort();
        long ttlSeconds = message.getInt() & 0xffffffffL;
        byte[] rdata = new byte[message.getShort() & 0xffff];
        message.get(rdata);
        return new Resource(type, ttlSeconds, HexFormat.of().formatHex(rdata));
    }

    private static void skipName(ByteBuffer message) {
        int length = message.get() & 0xff;
        while (length != 0) {
            if (length >= POINTER) {
                message.get();
                return;
            }
            message.position(message.position() + length);
            length = message.get() & 0xff;
        }
    }
}
