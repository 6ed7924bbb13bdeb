package io.proxima.bench;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Queries as they come from a resolver. */
final class Messages {
    /** What a message begins at here, so that offsets other than zero are measured. */
    static final int AT = 64;

    private static final int TYPE_OPT = 41;
    private static final int PAYLOAD = 1232;

    private Messages() {}

    /** A query without options. */
    static byte[] plain(String name, int type) {
        return message(name, type, new byte[0]);
    }

    /** A query with the client subnet A.B.C.0/24 (RFC 7871). */
    static byte[] fromSubnet(String name, int type, int network) {
        byte[] subnet = {0, 8, 0, 7, 0, 1, 24, 0, (byte) (network >> 16), (byte) (network >> 8), (byte) network};
        return message(name, type, subnet);
    }

    /** Memory with a message at {@link #AT}. */
    static MemorySegment inMemory(Arena arena, byte[] message) {
        MemorySegment memory = arena.allocate(AT + message.length, 64);
        MemorySegment.copy(message, 0, memory, ValueLayout.JAVA_BYTE, AT, message.length);
        return memory;
    }

    private static byte[] message(String name, int type, byte[] option) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, 0x2b2b);
        put(out, 0); // a query, no recursion desired
        put(out, 1);
        put(out, 0);
        put(out, 0);
        put(out, 1);
        for (String label : name.split("\\.", -1)) {
            if (!label.isEmpty()) {
                out.write(label.length());
                out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
        }
        out.write(0);
        put(out, type);
        put(out, 1);
        out.write(0);
        put(out, TYPE_OPT);
        put(out, PAYLOAD);
        put(out, 0);
        put(out, 0);
        put(out, option.length);
        out.writeBytes(option);
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, int sixteen) {
        out.write(sixteen >> 8);
        out.write(sixteen);
    }
}
