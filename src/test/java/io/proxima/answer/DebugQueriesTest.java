package io.proxima.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import io.proxima.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** Which questions are taken as debug queries, with what, and how many; what they are told is the control room's. */
class DebugQueriesTest {
    private static final byte[] TEXT = {2, 'o', 'k'};

    private final List<String> asked = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final TestServer server = Sections.usual()
            .with(EngineSettings.OPEN.with(new DebugQueries(
                    List.of(Prefix.parse("127.0.0.1/32"), Prefix.parse("2001:db8::/32")),
                    nanos::get,
                    (_, name, type, resolver, subnet) -> {
                        asked.add(name + " " + type + " " + resolver + " " + subnet);
                        return List.of(TEXT);
                    })));

    private int flags(RawQuery query) {
        nanos.addAndGet(200_000_000);
        return Sections.flags(server.answer(query.toWire(), false));
    }

    private int flags(String name) {
        return flags(RawQuery.of(name, Type.TXT));
    }

    @Test
    void nameTypeAndClientAreHandedOver() {
        assertEquals(0x8400, flags("_explain.www.example.com."));
        assertEquals(0x8400, flags("AAAA._Explain.www.example.com."));
        assertEquals(0x8400, flags("type65._explain."));
        assertEquals(0x8400, flags(RawQuery.of("_explain.x.", Type.TXT).subnet(1, 24, 0, "c00002")));
        assertEquals(0x8400, flags(RawQuery.of("_explain.x.", Type.TXT).subnet(2, 32, 0, "20010db8")));
        assertEquals(0x8400, flags(RawQuery.of("_explain.x.", Type.TXT).subnet(0, 0, 0, "")));
        server.from("2001:db8::7");
        assertEquals(0x8400, flags("_explain.x."));
        assertEquals(
                List.of(
                        "www.example.com. 1 127.0.0.1/32 null",
                        "www.example.com. 28 127.0.0.1/32 null",
                        ". 65 127.0.0.1/32 null",
                        "x. 1 127.0.0.1/32 192.0.2.0/24",
                        "x. 1 127.0.0.1/32 " + Prefix.parse("2001:db8::/32"),
                        "x. 1 127.0.0.1/32 null",
                        "x. 1 " + Prefix.parse("2001:db8::7/128") + " null"),
                asked);
    }

    @Test
    void aZonesOwnNameWins() {
        TestServer own = TestServer.of(java.util.Map.of("example.com.", """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                _explain.www TXT "its own"
                """))
                .with(EngineSettings.OPEN.with(
                        new DebugQueries(List.of(Prefix.parse("127.0.0.1/32")), nanos::get, (_, name, _, _, _) -> {
                            asked.add(name.toString());
                            return List.of(TEXT);
                        })));
        for (String name : List.of("_explain.www.example.com.", "_explain.mail.example.com.")) {
            own.answer(RawQuery.of(name, Type.TXT).toWire(), false);
        }
        assertEquals(List.of("mail.example.com."), asked);
    }

    @Test
    void otherQuestionsAreAnsweredAsEver() {
        assertEquals(0x8403, flags("a.b._explain.example.com."));
        assertEquals(0x8403, flags("bogus._explain.example.com."));
        assertEquals(0x8403, flags("_explained.example.com."));
        assertEquals(0x8403, flags(RawQuery.of("_explain.example.com.", Type.A)));
        assertEquals(0x8005, flags("."));
        assertEquals(0x8005, flags("com."));
        assertEquals(0x8400, flags("x.wild.example.com."));
        server.from("192.0.2.1");
        assertEquals(0x8403, flags("_explain.example.com."));
        assertEquals(List.of(), asked);
    }

    @Test
    void tenAtOnceThenOneEachTenthOfASecond() {
        byte[] query = RawQuery.of("_explain.x.", Type.TXT).toWire();
        for (int round = 0; round < 3; round++) {
            nanos.addAndGet(60_000_000_000L);
            for (int i = 0; i < 10; i++) {
                assertEquals(0x8400, Sections.flags(server.answer(query, false)), round + " " + i);
            }
            assertEquals(0x8005, Sections.flags(server.answer(query, false)));
            nanos.addAndGet(99_999_999);
            assertEquals(0x8005, Sections.flags(server.answer(query, false)));
            nanos.addAndGet(1);
            assertEquals(0x8400, Sections.flags(server.answer(query, false)));
            assertEquals(0x8005, Sections.flags(server.answer(query, false)));
        }
        assertEquals(33, asked.size());
    }
}
