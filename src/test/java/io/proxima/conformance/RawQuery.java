package io.proxima.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A message put together octet by octet, so that it can be wrong in every way. */
public final class RawQuery {
    private static final int OPT = 41;

    private int flags;
    private final int[] counts = new int[4];
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** A header and nothing else. */
    public static RawQuery empty() {
        return new RawQuery();
    }

    /** A query for a name and type in class IN. */
    public static RawQuery of(String name, int type) {
        return new RawQuery().question(name, type, 1);
    }

    /** The header's second word. */
    public RawQuery flags(int flags) {
        this.flags = flags;
        return this;
    }

    public RawQuery opcode(int opcode) {
        return flags(opcode << 11);
    }

    public RawQuery question(String name, int type, int qclass) {
        return question(name(name), type, qclass);
    }

    public RawQuery question(byte[] name, int type, int qclass) {
        counts[0]++;
        body.writeBytes(name);
        return u16(type).u16(qclass);
    }

    /** A record in a section: 1 answer, 2 authority, 3 additional. */
    public RawQuery record(int section, byte[] owner, int type, int recordClass, int ttl, byte[] rdata) {
        counts[section]++;
        body.writeBytes(owner);
        return u16(type)
                .u16(recordClass)
                .u16(ttl >>> 16)
                .u16(ttl)
                .u16(rdata.length)
                .octets(rdata);
    }

    /** An OPT record of version 0 with options in hexadecimal digits. */
    public RawQuery opt(int payload, String options) {
        return opt(payload, 0, 0, options);
    }

    public RawQuery opt(int payload, int version, int z, String options) {
        return record(3, new byte[1], OPT, payload, (version << 16) | z, hex(options));
    }

    /** An OPT record with a client subnet option: family, source and scope lengths, and address in hexadecimal digits. */
    public RawQuery subnet(int family, int source, int scope, String address) {
        return opt(1232, "0008%04x%04x%02x%02x".formatted(4 + address.length() / 2, family, source, scope) + address);
    }

    /** Counts that differ from what is there. */
    public RawQuery count(int section, int count) {
        counts[section] = count;
        return this;
    }

    public RawQuery octets(byte... octets) {
        body.writeBytes(octets);
        return this;
    }

    private RawQuery u16(int value) {
        return octets((byte) (value >>> 8), (byte) value);
    }

    public byte[] toWire() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (int word : new int[] {0x1234, flags, counts[0], counts[1], counts[2], counts[3]}) {
            message.write(word >>> 8);
            message.write(word);
        }
        message.writeBytes(body.toByteArray());
        return message.toByteArray();
    }

    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** The octets of an absolute name without escapes. */
    public static byte[] name(String name) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (String label : name.split("\\.", -1)) {
            if (!label.isEmpty()) {
                octets.write(label.length());
                octets.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
        }
        octets.write(0);
        return octets.toByteArray();
    }
}
