package io.proxima.geo;

import io.proxima.net.Prefix;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes MaxMind DB files (format 2.0): an IPv6 tree of 24-bit records, IPv4 below ::/96 and, as an alias, below
 * ::ffff:0:0/96. The same networks in the same order give the same octets.
 */
public final class MmdbWriter {
    private static final int EMPTY = -1;
    private static final int IPV4_BITS = 96;

    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Map<Object, Integer> offsets = new HashMap<>();
    private final String type;

    /** An empty database of a type. */
    public MmdbWriter(String type) {
        this.type = type;
    }

    /** Adds a network; none may contain another. Values are maps, lists, strings, doubles, and whole numbers. */
    public void put(Prefix prefix, Object record) {
        Integer offset = offsets.get(record);
        if (offset == null) {
            offset = data.size();
            offsets.put(record, offset);
            write(data, record);
        }
        long high = prefix.ipv6() ? prefix.high() : 0;
        long low = prefix.ipv6() ? prefix.low() : prefix.high() >>> 32;
        int length = prefix.length() + (prefix.ipv6() ? 0 : IPV4_BITS);
        int node = descend(high, low, length - 1);
        nodes.get(node)[Prefix.bit(high, low, length - 1)] = -2 - offset;
    }

    private int descend(long high, long low, int bits) {
        int node = 0;
        for (int i = 0; i < bits; i++) {
            int[] children = nodes.get(node);
            int bit = Prefix.bit(high, low, i);
            if (children[bit] == EMPTY) {
                nodes.add(new int[] {EMPTY, EMPTY});
                children[bit] = nodes.size() - 1;
            }
            node = children[bit];
        }
        return node;
    }

    /** The file. */
    public byte[] bytes() {
        int ipv4 = descend(0, 0, IPV4_BITS);
        nodes.get(descend(0, 0xffff_0000_0000L, IPV4_BITS - 1))[1] = ipv4;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int[] children : nodes) {
            for (int child : children) {
                // What a record means: a node, nothing, or data 16 octets beyond the tree.
                int record = child >= 0 ? child : child == EMPTY ? nodes.size() : nodes.size() + 16 + (-2 - child);
                out.write(record >>> 16);
                out.write(record >>> 8);
                out.write(record);
            }
        }
        out.writeBytes(new byte[16]);
        out.writeBytes(data.toByteArray());
        out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
        out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("binary_format_major_version", new Uint(5, 2));
        metadata.put("binary_format_minor_version", new Uint(5, 0));
        metadata.put("build_epoch", new Uint(9, 1_790_000_000L));
        metadata.put("database_type", type);
        metadata.put("description", Map.of("en", "Proxima's demo: documentation prefixes"));
        metadata.put("ip_version", new Uint(5, 6));
        metadata.put("languages", List.of("en"));
        metadata.put("node_count", new Uint(6, nodes.size()));
        metadata.put("record_size", new Uint(5, 24));
        write(out, metadata);
        return out.toByteArray();
    }

    /** A whole number of one of the format's unsigned types: 5, 6 and 9 are of 16, 32 and 64 bits. */
    public record Uint(int type, long value) {}

    private static void write(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                control(out, 7, map.size());
                map.forEach((key, item) -> {
                    write(out, key);
                    write(out, item);
                });
            }
            case List<?> list -> {
                control(out, 11, list.size());
                list.forEach(item -> write(out, item));
            }
            case String text -> {
                byte[] octets = text.getBytes(StandardCharsets.UTF_8);
                control(out, 2, octets.length);
                out.writeBytes(octets);
            }
            case Double number -> {
                control(out, 3, 8);
                big(out, Double.doubleToRawLongBits(number), 8);
            }
            case Uint number -> {
                int octets = (64 - Long.numberOfLeadingZeros(number.value) + 7) / 8;
                control(out, number.type, octets);
                big(out, number.value, octets);
            }
            default -> throw new IllegalArgumentException("no type for " + value);
        }
    }

    private static void big(ByteArrayOutputStream out, long value, int octets) {
        for (int i = octets - 1; i >= 0; i--) {
            out.write((int) (value >>> (8 * i)));
        }
    }

    private static void control(ByteArrayOutputStream out, int type, int size) {
        int shown = Math.min(size, 29);
        if (size >= 285) {
            throw new IllegalArgumentException("a value of " + size);
        }
        out.write((type <= 7 ? type << 5 : 0) | shown);
        if (type > 7) {
            out.write(type - 7);
        }
        if (shown == 29) {
            out.write(size - 29);
        }
    }
}
