package io.proxima.answer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.Published;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import io.proxima.net.ClientAddress;
import io.proxima.net.Prefix;
import io.proxima.wire.ServerCookies;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Type;

/** The query path takes no memory from the heap, whatever it is asked. */
class AllocationTest {
    private static final int ROUNDS = 4_000;
    /** Room for what the virtual machine does on the thread's behalf; one object in one of the queries would be 64,000. */
    private static final long OCTETS_AT_MOST = 50_000;

    private static final List<RawQuery> PLAIN = List.of(
            RawQuery.of("www.example.com.", Type.A),
            RawQuery.of("www.example.com.", Type.A).opt(1232, 0, 0x8000, "000a00080123456789abcdef"),
            RawQuery.of("x.cut.example.com.", Type.A),
            RawQuery.of("nowhere.example.com.", Type.A),
            RawQuery.of("b.ent.example.com.", Type.A),
            RawQuery.of("x.wild.example.com.", Type.TXT),
            RawQuery.of("alias2.example.com.", Type.A),
            RawQuery.of("away.example.com.", Type.AAAA),
            RawQuery.of("back.old.example.com.", Type.A),
            RawQuery.of("loop1.example.com.", Type.A),
            RawQuery.of("example.com.", Type.MX),
            RawQuery.of("large.example.com.", Type.TXT),
            RawQuery.of("example.com.", Type.ANY),
            RawQuery.of("sub.example.com.", Type.DS),
            RawQuery.of("www.example.com.", Type.A).subnet(1, 24, 0, "c00002"),
            RawQuery.of("www.example.com.", Type.A).subnet(1, 20, 0, "c000ff"),
            RawQuery.of("www.example.com.", Type.A).opt(1232, 1, 0, ""),
            RawQuery.of("www.example.com.", Type.A).octets((byte) 1),
            RawQuery.of("example.org.", Type.A),
            RawQuery.empty().opcode(5),
            RawQuery.of("www.example.com.", Type.A).opt(1232, "00030000" + "000a00080123456789abcdef" + "000b0000"),
            RawQuery.empty().opt(1232, "000a00080123456789abcdef"),
            RawQuery.of("id.server.", Type.TXT).record(3, new byte[1], 250, 255, 0, new byte[17]),
            RawQuery.empty().question("id.server.", Type.TXT, 3));
    private static final EngineSettings SETTINGS = new EngineSettings(
            List.of(Prefix.parse("0.0.0.0/0")),
            new EngineSettings.Access(List.of(), List.of(Prefix.parse("192.0.2.0/24"))),
            new Identity("ns1", "1.0", "ns1"),
            new ServerCookies(InstantSource.system(), List.of(new ServerCookies.Secret(1, 2))),
            100);

    @ParameterizedTest
    @EnumSource
    void aQueryTakesNothingFromTheHeap(Transport transport) {
        assertNothingIsTaken(
                transport,
                Sections.usual().catalog(),
                PLAIN.stream().map(RawQuery::toWire).toList());
    }

    @ParameterizedTest
    @EnumSource
    void whateverIsSteeredTakesNothingFromTheHeap(Transport transport) {
        assertNothingIsTaken(transport, EveryPath.catalog(), EveryPath.queries());
    }

    private static void assertNothingIsTaken(Transport transport, Catalog catalog, List<byte[]> queries) {
        MemorySegment in = Arena.ofAuto().allocate(65_535);
        MemorySegment out = Arena.ofAuto().allocate(65_535);
        ClientAddress client = new ClientAddress();
        client.setIpv4(0x7f000001);
        QuerySamples samples = new QuerySamples(1, 1, System::currentTimeMillis);
        QueryEngine engine = new QueryEngine(new Published(catalog).reader(), SETTINGS, transport, 1, samples);
        int[] at = new int[queries.size()];
        int[] lengths = new int[queries.size()];
        int end = 0;
        for (int i = 0; i < at.length; i++) {
            byte[] query = queries.get(i);
            MemorySegment.copy(query, 0, in, ValueLayout.JAVA_BYTE, end, query.length);
            at[i] = end;
            lengths[i] = query.length;
            end += query.length;
        }
        rounds(engine, ROUNDS / 2, in, at, lengths, client, out);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().threadId();
        threads.getThreadAllocatedBytes(self);
        long before = threads.getThreadAllocatedBytes(self);
        rounds(engine, ROUNDS, in, at, lengths, client, out);
        long octets = threads.getThreadAllocatedBytes(self) - before;
        assertTrue(octets <= OCTETS_AT_MOST, () -> octets + " octets in " + ROUNDS * at.length + " queries");
    }

    private static void rounds(
            QueryEngine engine,
            int rounds,
            MemorySegment in,
            int[] at,
            int[] lengths,
            ClientAddress client,
            MemorySegment out) {
        for (int round = 0; round < rounds; round++) {
            engine.beginBatch();
            var _ = engine.looksAhead();
            for (int i = 0; i < at.length; i++) {
                engine.lookAhead(in, at[i], lengths[i], client);
            }
            engine.readAhead();
            for (int i = 0; i < at.length; i++) {
                engine.answer(in, at[i], lengths[i], client, out, 0);
            }
            engine.endBatch();
        }
    }
}
