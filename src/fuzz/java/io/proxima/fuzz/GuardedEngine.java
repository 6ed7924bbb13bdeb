package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.Published;
import io.proxima.net.ClientAddress;
import io.proxima.net.Prefix;
import io.proxima.wire.ServerCookies;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.List;

/**
 * An engine whose memory is watched: a query lies at an odd offset in memory that ends with it, so that an octet read too
 * far throws; what is written outside the room for a response is seen.
 */
final class GuardedEngine {
    private static final int MAX_MESSAGE_OCTETS = 65_535;
    private static final int LONGEST_DATAGRAM_OCTETS = 1232;
    private static final int UDP_ROOM_OCTETS = 4096;
    private static final int IN_AT = 3;
    private static final long OUT_AT = 5;
    private static final byte GUARD = (byte) 0xa5;

    /** Everything that a server can say of itself, so that every option has an answer. */
    private static final EngineSettings SETTINGS = new EngineSettings(
            List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0")),
            EngineSettings.Access.OPEN,
            new Identity("ns1", "1.0", "ns1"),
            new ServerCookies(() -> Instant.ofEpochSecond(1_800_000_000), List.of(new ServerCookies.Secret(1, 2))),
            100);

    /** What a query lies in, what its response is written to, and what that must still be where nothing was written. */
    private record Memory(MemorySegment in, MemorySegment out, MemorySegment guard) {
        static Memory of(Transport transport) {
            int room = transport == Transport.TCP ? MAX_MESSAGE_OCTETS : UDP_ROOM_OCTETS;
            MemorySegment out = Arena.ofAuto().allocate(OUT_AT + room + OUT_AT).fill(GUARD);
            MemorySegment guard = Arena.ofAuto().allocate(out.byteSize()).fill(GUARD);
            return new Memory(Arena.ofAuto().allocate(IN_AT + MAX_MESSAGE_OCTETS), out, guard);
        }
    }

    private final QueryEngine engine;
    private final Transport transport;
    private final Memory memory;

    GuardedEngine(Catalog catalog, Transport transport) {
        this(catalog, transport, Memory.of(transport));
    }

    private GuardedEngine(Catalog catalog, Transport transport, Memory memory) {
        this.engine = new QueryEngine(new Published(catalog).reader(), SETTINGS, transport, 1);
        this.transport = transport;
        this.memory = memory;
    }

    /** An engine over another catalog, in the memory of this one. */
    GuardedEngine over(Catalog catalog) {
        return new GuardedEngine(catalog, transport, memory);
    }

    /** The octets of the response, none where nothing is sent. */
    byte[] answer(byte[] query, ClientAddress client) {
        MemorySegment message = memory.in.asSlice(0, IN_AT + query.length);
        MemorySegment.copy(query, 0, message, ValueLayout.JAVA_BYTE, IN_AT, query.length);
        engine.beginBatch();
        int length = engine.answer(message, IN_AT, query.length, client, memory.out, OUT_AT);
        engine.endBatch();
        long end = OUT_AT + (transport == Transport.TCP ? MAX_MESSAGE_OCTETS : LONGEST_DATAGRAM_OCTETS);
        assertUntouched(0, OUT_AT);
        assertUntouched(end, memory.out.byteSize());
        long changed = MemorySegment.mismatch(
                message, IN_AT, message.byteSize(), MemorySegment.ofArray(query), 0, query.length);
        assertEquals(-1, changed, "the query was changed");
        return memory.out.asSlice(OUT_AT, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private void assertUntouched(long from, long to) {
        long written = MemorySegment.mismatch(memory.out, from, to, memory.guard, from, to);
        assertEquals(-1, written, "written outside the room for a response");
    }
}
