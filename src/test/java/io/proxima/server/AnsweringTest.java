package io.proxima.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestEngines;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import io.proxima.net.ClientAddress;
import io.proxima.wire.Rcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

class AnsweringTest {
    private final Tally tally = new Tally();
    private final Answering answering = new Answering(TestEngines.refusing(), tally);

    private ListenerCounts counts() {
        return Tally.sum(Transport.UDP, Messages.LOOPBACK, List.of(tally));
    }

    /** Memory too small for what it is said to hold makes the engine throw, as a defect of it would. */
    @Test
    void aFaultCostsTheMessageAndIsCounted() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cut = arena.allocateFrom(ValueLayout.JAVA_BYTE, Arrays.copyOf(Messages.query(1, 100), 20));
            MemorySegment whole = arena.allocateFrom(ValueLayout.JAVA_BYTE, Messages.query(1, 20));
            MemorySegment out = arena.allocate(100);
            assertTrue(answering.begin());
            assertEquals(0, answering.answer(cut, 0, 100, new ClientAddress(), out, 0, 20));
            assertEquals(20, answering.answer(whole, 0, 20, new ClientAddress(), out, 0, 20));
            answering.end();
        }
        assertEquals(1, counts().faults());
        assertEquals(1, counts().dropped());
        assertEquals(Map.of(Rcode.REFUSED, 1L), counts().responses());
    }

    @Test
    void responsesAreCountedByTheirWholeCodeAndByTruncation() {
        Answering whole = new Answering(
                TestEngines.over(Sections.usual().catalog(), io.proxima.answer.Transport.UDP)
                        .get(),
                tally);
        List<RawQuery> queries = List.of(
                RawQuery.of("www.example.com.", Type.A),
                RawQuery.of("www.example.com.", Type.A).opt(1232, 1, 0, ""),
                RawQuery.of("large.example.com.", Type.TXT),
                RawQuery.of("nowhere.example.com.", Type.A),
                RawQuery.of("example.org.", Type.A));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(4096);
            whole.begin();
            for (RawQuery query : queries) {
                byte[] octets = query.toWire();
                MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_BYTE, octets);
                assertTrue(whole.answer(in, 0, octets.length, new ClientAddress(), out, 0, 4096) > 0);
            }
            whole.end();
        }
        assertEquals(
                Map.of(Rcode.NOERROR, 2L, Rcode.BADVERS, 1L, Rcode.NXDOMAIN, 1L, Rcode.REFUSED, 1L),
                counts().responses());
        assertEquals(1, counts().truncated());
    }

    @Test
    void aResponseBeyondItsSpaceIsAFault() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_BYTE, Messages.query(1, 50));
            MemorySegment out = arena.allocate(100);
            answering.begin();
            assertEquals(0, answering.answer(in, 0, 50, new ClientAddress(), out, 0, 40));
            answering.end();
        }
        assertEquals(1, counts().faults());
    }

    @Test
    void aBatchThatCannotBeginIsAFault() {
        @SuppressWarnings("NullAway") // an engine whose every call throws
        Answering broken = new Answering(null, tally);
        assertFalse(broken.begin());
        assertEquals(1, counts().faults());
    }
}
