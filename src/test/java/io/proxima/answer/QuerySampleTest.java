package io.proxima.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.catalog.Published;
import io.proxima.conformance.RawQuery;
import io.proxima.net.ClientAddress;
import io.proxima.net.Prefix;
import io.proxima.wire.Rcode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/** The sample: every query with the same chance, no more of a client than its network, and never half a record. */
class QuerySampleTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final int THREADS_OF_FEW_SLOTS = 1_000;

    private final AtomicLong now = new AtomicLong(NOW);
    private final MemorySegment in = Arena.ofAuto().allocate(4_096);
    private final MemorySegment out = Arena.ofAuto().allocate(65_535);
    private final ClientAddress client = new ClientAddress();

    private QuerySamples samples(int threads) {
        return new QuerySamples(threads, 42, now::get);
    }

    private QueryEngine engine(QuerySamples samples) {
        return new QueryEngine(
                new Published(EveryPath.catalog()).reader(), EngineSettings.OPEN, Transport.UDP, 1, samples);
    }

    private void ask(QueryEngine engine, byte[] query) {
        MemorySegment.copy(MemorySegment.ofArray(query), 0, in, 0, query.length);
        engine.beginBatch();
        engine.answer(in, 0, query.length, client, out, 0);
        engine.endBatch();
    }

    private void askA(QueryEngine engine, String name) {
        ask(engine, RawQuery.of(name, Type.A).toWire());
    }

    @Test
    void whatIsKeptIsWhatWasAskedWithItsClientCut() {
        QuerySamples samples = samples(1);
        QueryEngine engine = engine(samples);
        client.setIpv4(0xc0000237);
        askA(engine, "LINE.Example.com.");
        ask(
                engine,
                RawQuery.of("line.example.com.", Type.AAAA)
                        .subnet(1, 32, 0, "c6336407")
                        .toWire());
        ask(
                engine,
                RawQuery.of("line.example.com.", Type.A)
                        .subnet(1, 16, 0, "c633")
                        .toWire());
        client.setIpv6(0x20010db8_00112233L, 0x44556677_8899aabbL);
        askA(engine, "nowhere.example.com.");
        askA(engine, "x.cut.example.com.");
        ask(engine, RawQuery.of("example.com.", Type.LOC).toWire());
        ask(
                engine,
                RawQuery.of("line.example.com.", Type.A)
                        .subnet(2, 64, 0, "20010db8fffeddcc")
                        .toWire());
        QuerySamples.Reading reading = samples.read();
        assertEquals(7, reading.total());
        assertEquals(NOW, reading.sinceMillis());
        assertEquals(7.0, reading.rate());
        assertEquals(
                Set.of(
                        "line.example.com. A 192.0.2.0/24 192.0.2.0/24 false ANSWER 0 1.0",
                        "line.example.com. AAAA 192.0.2.0/24 198.51.100.0/24 true ANSWER 0 1.0",
                        "line.example.com. A 192.0.2.0/24 198.51.0.0/16 true ANSWER 0 1.0",
                        "nowhere.example.com. A 2001:db8:11:2200:0:0:0:0/56 2001:db8:11:2200:0:0:0:0/56 false ERROR 3 1.0",
                        "x.cut.example.com. A 2001:db8:11:2200:0:0:0:0/56 2001:db8:11:2200:0:0:0:0/56 false REFERRAL 0 1.0",
                        "example.com. LOC 2001:db8:11:2200:0:0:0:0/56 2001:db8:11:2200:0:0:0:0/56 false NODATA 0 1.0",
                        "line.example.com. A 2001:db8:11:2200:0:0:0:0/56 2001:db8:fffe:dd00:0:0:0:0/56 true ANSWER 0 1.0"),
                new HashSet<>(reading.queries().stream()
                        .map(query -> query.name() + " " + Type.string(query.type()) + " " + query.resolver() + " "
                                + query.client() + " " + query.subnet() + " " + query.outcome() + " " + query.rcode()
                                + " " + query.weight())
                        .toList()));
    }

    @Test
    void refusedChaosAndMalformedQueriesAreNotSampled() {
        QuerySamples samples = samples(1);
        QueryEngine engine = engine(samples);
        ask(engine, RawQuery.empty().question("id.server.", Type.TXT, 3).toWire());
        ask(engine, RawQuery.of("line.example.com.", Type.A).octets((byte) 1).toWire());
        assertEquals(0, samples.read().total());
        askA(engine, "example.org.");
        assertEquals(Rcode.REFUSED, samples.read().queries().getFirst().rcode());
    }

    /** A record is nothing but these words; none of them has a bit of an address beyond its network's. */
    @Test
    void noAddressIsAnywhereInTheMemory() {
        QuerySample sample = new QuerySample(2, 32, 7);
        QuerySamples samples = samples(1);
        QueryEngine engine = engine(samples);
        client.setIpv4(0xc0000237);
        for (int i = 0; i < 500; i++) {
            ask(
                    engine,
                    RawQuery.of("line.example.com.", Type.A)
                            .subnet(1, 32, 0, "c63364a7")
                            .toWire());
            client.setIpv6(0x20010db8_00112233L, 0x44556677_8899aabbL);
            ask(
                    engine,
                    RawQuery.of("line.example.com.", Type.A)
                            .subnet(2, 128, 0, "20010db80011227744556677feedbeef")
                            .toWire());
            client.setIpv4(0xc0000237);
        }
        assertTrue(sample.words.length > 0);
        for (QuerySample thread : samples.threads()) {
            for (long word : thread.words) {
                String hex = String.format("%016x", word);
                for (String secret :
                        List.of("c0000237", "c63364a7", "2233", "2277", "44556677", "8899aabb", "feedbeef")) {
                    assertFalse(hex.contains(secret), () -> hex + " has " + secret);
                }
            }
        }
        assertEquals(1000, samples.read().total());
    }

    @Test
    void everyQueryHasTheSameChanceAndWeighsItsShare() {
        Map<String, Integer> kept = new HashMap<>();
        int names = 10;
        int rounds = 60;
        long total = 0;
        for (int round = 0; round < rounds; round++) {
            QuerySamples samples = new QuerySamples(THREADS_OF_FEW_SLOTS, round, now::get);
            QueryEngine engine = engine(samples);
            for (int i = 0; i < 2_000; i++) {
                askA(engine, "n" + i * names / 2_000 + ".example.com."); // early ones and late ones
            }
            QuerySamples.Reading reading = samples.read();
            assertEquals(16, reading.queries().size());
            assertEquals(2_000, reading.total());
            assertEquals(
                    2_000,
                    reading.queries().stream().mapToDouble(SampledQuery::weight).sum(),
                    1e-6);
            reading.queries().forEach(query -> kept.merge(query.name().toString(), 1, Integer::sum));
            total += reading.queries().size();
        }
        double expected = (double) total / names;
        double chiSquare = 0;
        for (int i = 0; i < names; i++) {
            double off = kept.getOrDefault("n" + i + ".example.com.", 0) - expected;
            chiSquare += off * off / expected;
        }
        assertTrue(chiSquare < 30, "chi square of 9 degrees " + chiSquare + ": " + kept); // once in 2,000 by chance
    }

    @Test
    void aPeriodIsForgottenAfterEightAndWhatIsIdleKeepsItsCount() {
        QuerySamples samples = samples(THREADS_OF_FEW_SLOTS);
        QueryEngine engine = engine(samples);
        for (int i = 0; i < 1_000; i++) {
            askA(engine, "old.example.com.");
        }
        for (int period = 1; period < 8; period++) {
            now.addAndGet(QuerySamples.PERIOD_MILLIS);
            samples.turn();
            if (period > 1) { // in the first it is idle
                askA(engine, "p" + period + ".example.com.");
            }
        }
        assertEquals(1_006, samples.read().total());
        now.addAndGet(QuerySamples.PERIOD_MILLIS);
        samples.turn();
        assertEquals(6, samples.read().total(), "the first is forgotten though nobody has written over it");
        askA(engine, "new.example.com.");
        assertEquals(7, samples.read().total());
        assertEquals(
                (NOW / QuerySamples.PERIOD_MILLIS + 1) * QuerySamples.PERIOD_MILLIS,
                samples.read().sinceMillis());
    }

    @Test
    void oneThatIsBeingWrittenIsPassedOver() {
        QuerySamples samples = samples(1);
        QueryEngine engine = engine(samples);
        askA(engine, "a.example.com.");
        askA(engine, "b.example.com.");
        QuerySample thread = samples.threads().getFirst();
        int row = (int) (NOW / QuerySamples.PERIOD_MILLIS % 8);
        thread.words[row * 256 * 38]++;
        assertEquals(1, samples.read().queries().size());
        assertEquals(2.0, samples.read().queries().getFirst().weight());
        thread.heads[row * 4]++;
        assertEquals(0, samples.read().total());
        assertFalse(QuerySample.isWhole(2, 4));
        assertFalse(QuerySample.isWhole(3, 3));
        assertFalse(QuerySample.isWhole(0, 0));
        assertTrue(QuerySample.isWhole(4, 4));
    }

    /** Names and clients go together: were a record torn, one would be seen with the other's. */
    @Test
    void aReaderNeverSeesHalfOfOneAndHalfOfAnother() throws Exception {
        QuerySamples samples = samples(THREADS_OF_FEW_SLOTS);
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Long> written = CompletableFuture.supplyAsync(() -> {
            QueryEngine engine = engine(samples);
            long asked = 0;
            for (int i = 0; !stop.get(); i++) {
                int host = i % 200;
                client.setIpv4(0x0a000000 | host << 8 | 1);
                if (i % 4_000 == 0) {
                    now.addAndGet(QuerySamples.PERIOD_MILLIS); // all slots are filled anew
                    samples.turn();
                }
                askA(engine, ("h" + host + "-").repeat(1 + host % 12) + ".example.com.");
                asked++;
            }
            return asked;
        });
        long seen = 0;
        long end = System.nanoTime() + 2_000_000_000L;
        while (System.nanoTime() < end) {
            for (SampledQuery query : samples.read().queries()) {
                int host = (int) (query.client().high() >>> 40 & 0xff);
                assertEquals(
                        ("h" + host + "-").repeat(1 + host % 12) + ".example.com.",
                        query.name().toString().toLowerCase(Locale.ROOT));
                seen++;
            }
        }
        stop.set(true);
        assertTrue(written.get() > 10_000);
        assertTrue(seen > 1_000, () -> "the reader saw little");
    }

    @Test
    void hostileNamesTakeNoMemory() {
        QuerySamples samples = samples(1);
        QueryEngine engine = engine(samples);
        askA(engine, "first.example.com.");
        long words = samples.threads().stream()
                .mapToLong(thread -> thread.words.length)
                .sum();
        for (int i = 0; i < 100_000; i++) {
            askA(
                    engine,
                    Integer.toString(i * 7919, 36).replace('-', 'x') + "." + "y".repeat(i % 60 + 1) + ".example.com.");
        }
        assertEquals(
                words,
                samples.threads().stream()
                        .mapToLong(thread -> thread.words.length)
                        .sum());
        QuerySamples.Reading reading = samples.read();
        assertEquals(256, reading.queries().size());
        assertEquals(100_001, reading.total());
        List<String> distinct = new ArrayList<>(new HashSet<>(
                reading.queries().stream().map(query -> query.name().toString()).toList()));
        assertTrue(distinct.size() > 250, () -> Arrays.toString(distinct.toArray()));
    }

    @Test
    void theLongestNameAndTheRootAreKept() {
        QuerySamples samples = samples(1);
        QueryEngine engine = engine(samples);
        String longest = ("x".repeat(63) + ".").repeat(3) + "y".repeat(61) + ".";
        askA(engine, longest);
        askA(engine, ".");
        assertEquals(
                Set.of(longest, "."),
                new HashSet<>(samples.read().queries().stream()
                        .map(query -> query.name().toString())
                        .toList()));
        assertEquals(
                Prefix.parse("0.0.0.0/24"), samples.read().queries().getFirst().client());
    }
}
