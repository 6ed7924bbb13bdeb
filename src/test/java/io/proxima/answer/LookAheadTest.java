package io.proxima.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Published;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.conformance.RawQuery;
import io.proxima.health.Verdict;
import io.proxima.net.ClientAddress;
import io.proxima.source.Findings;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** A batch that is looked at before it is answered gets the same answers, and is looked at where large maps are met. */
class LookAheadTest {
    private static final int NAMES = 140_000;
    private static final int NETWORKS = 1_100_000;
    private static final int BATCH = 50;
    /** Between batches that are looked at though nothing large was met. */
    private static final int SELDOM = 64;

    private static Catalog catalog;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment in = arena.allocate(65_536);
    private final MemorySegment out = arena.allocate(65_536);
    private final ClientAddress resolver = new ClientAddress();
    private final QueryEngine engine = engine();

    @BeforeAll
    static void compile(@TempDir Path folder) throws IOException {
        Path zones = Files.createDirectory(folder.resolve("zones"));
        try (PrintWriter zone = new PrintWriter(Files.newBufferedWriter(zones.resolve("example.com.zone")))) {
            zone.println("$ORIGIN example.com.\n$TTL 300\n@ SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1");
            zone.println("ns1 A 192.0.2.1\na A 198.51.100.1\nb A 198.51.100.2\nwww A 198.51.100.1");
            zone.println("*.wild TXT wild\ncut NS ns.cut\nns.cut A 192.0.2.2\nold DNAME example.org.\nalias CNAME n7");
            for (int i = 0; i < NAMES; i++) {
                zone.println("n" + i + " A 192.0.2." + (i & 255) + (i % 5 == 0 ? "\nb.c.n" + i + " TXT deep" : ""));
            }
        }
        Files.writeString(
                zones.resolve("example.org.zone"),
                "$TTL 300\n@ SOA ns1.example.com. hostmaster 1 7200 900 1209600 300\n@ NS ns1.example.com.\nx.y A 192.0.2.3\n");
        Files.writeString(zones.resolve("example.com.policy.yaml"), """
                pools:
                  edge:
                    choose: line
                    groups:
                      - {line: east, members: [a]}
                      - {line: default, members: [b]}
                names:
                  www: {pool: edge}
                """);
        Files.writeString(folder.resolve("lines.yaml"), "networks-files: [networks.csv]\n");
        try (PrintWriter rows = new PrintWriter(Files.newBufferedWriter(folder.resolve("networks.csv")))) {
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < NETWORKS; i++) { // a /26 somewhere in each of as many pieces of 3,840 addresses
                int at = (i * 3840 + random.nextInt(59) * 64) & -64;
                rows.printf(
                        "%d.%d.%d.%d/26,%s%n",
                        at >>> 24, (at >> 16) & 255, (at >> 8) & 255, at & 255, i % 2 == 0 ? "east" : "west");
            }
        }
        Findings findings = new Findings();
        Release release = new ReleaseReader(new ReleaseFiles(zones, List.of(), folder.resolve("lines.yaml"), null))
                .read(findings)
                .orElseThrow(() -> new AssertionError(findings.sorted().toString()));
        catalog = new CatalogCompiler().compile(release);
        catalog.applyAll(_ -> Verdict.INITIAL, 0);
    }

    private static QueryEngine engine() {
        return new QueryEngine(new Published(catalog).reader(), EngineSettings.OPEN, Transport.UDP, 1);
    }

    /** Answers a batch, whether it was looked at or not. */
    private List<byte[]> answers(QueryEngine engine, boolean ahead, List<byte[]> batch) {
        engine.beginBatch();
        int end = 0;
        for (byte[] message : batch) {
            MemorySegment.copy(message, 0, in, ValueLayout.JAVA_BYTE, end, message.length);
            if (ahead) {
                engine.lookAhead(in, end, message.length, resolver);
            }
            end += message.length;
        }
        if (ahead) {
            engine.readAhead();
        }
        List<byte[]> answers = new ArrayList<>();
        int at = 0;
        for (byte[] message : batch) {
            int octets = engine.answer(in, at, message.length, resolver, out, 0);
            answers.add(out.asSlice(0, octets).toArray(ValueLayout.JAVA_BYTE));
            at += message.length;
        }
        engine.endBatch();
        return answers;
    }

    private static byte[] any(SplittableRandom random) {
        String number = Integer.toString(random.nextInt(NAMES));
        RawQuery query = switch (random.nextInt(14)) {
            case 0 -> RawQuery.of(".", Type.NS);
            case 1 -> RawQuery.of("example.com.", Type.SOA);
            case 2 -> RawQuery.of("com.", Type.A);
            case 3 -> RawQuery.of("n" + number + ".example.net.", Type.A);
            case 4 -> RawQuery.of("missing" + number + ".example.com.", Type.A);
            case 5 -> RawQuery.of("b.c.n" + number + ".EXAMPLE.com.", Type.TXT);
            case 6 -> RawQuery.of("x" + number + ".wild.example.com.", Type.TXT);
            case 7 -> RawQuery.of("x.y.old.example.com.", Type.A);
            case 8 -> RawQuery.of("x.y.example.org.", random.nextBoolean() ? Type.A : Type.MX);
            case 9 -> RawQuery.of("alias.example.com.", Type.A);
            case 10 -> RawQuery.of("x" + number + ".cut.example.com.", Type.A);
            case 11 -> RawQuery.of("www.example.com.", Type.A).octets((byte) 1); // malformed
            case 12 -> RawQuery.of("z.x.y.example.org.", Type.A);
            default -> RawQuery.of("n" + number + ".example.com.", random.nextBoolean() ? Type.A : Type.AAAA);
        };
        return query.toWire();
    }

    private static byte[] steered(SplittableRandom random) {
        RawQuery query = RawQuery.of("www.example.com.", Type.A);
        return switch (random.nextInt(4)) {
            case 0 -> query.toWire();
            case 1 -> query.subnet(1, 0, 0, "").toWire();
            case 2 -> query.subnet(2, 32, 0, "20010db8").toWire();
            default ->
                query.subnet(1, 24, 0, "%06x".formatted(random.nextInt(1 << 24)))
                        .toWire();
        };
    }

    private static List<byte[]> batch(int messages, Supplier<byte[]> message) {
        return Stream.generate(message).limit(messages).toList();
    }

    @Test
    void theAnswersAreTheSame() {
        QueryEngine plain = engine();
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 200; round++) {
            resolver.setIpv4(random.nextInt());
            if (random.nextInt(3) == 0) {
                resolver.setIpv6(0x20010db8L << 32, random.nextLong());
            }
            // More than are heeded, now and then.
            List<byte[]> batch =
                    batch(1 + random.nextInt(80), () -> random.nextInt(3) == 0 ? steered(random) : any(random));
            List<byte[]> expected = answers(plain, false, batch);
            List<byte[]> found = answers(engine, true, batch);
            for (int i = 0; i < batch.size(); i++) {
                assertArrayEquals(expected.get(i), found.get(i), "message " + i + " of round " + round);
            }
        }
    }

    /** How many of so many batches are looked at, when each message is one of these. */
    private int lookedAt(int batches, Supplier<byte[]> message) {
        int lookedAt = 0;
        for (int i = 0; i < batches; i++) {
            boolean ahead = engine.looksAhead();
            lookedAt += ahead ? 1 : 0;
            answers(engine, ahead, batch(BATCH, message));
        }
        return lookedAt;
    }

    @Test
    void eachBatchIsLookedAtWhileLargeMapsAreMet() {
        SplittableRandom random = new SplittableRandom(4);
        resolver.setIpv4(0x7f000001);
        byte[] small = RawQuery.of("x.y.example.org.", Type.A).toWire();
        assertEquals(2, lookedAt(2 * SELDOM, () -> small), "small maps");
        byte[] name = RawQuery.of("n4711.example.com.", Type.A).toWire();
        var _ = lookedAt(SELDOM, () -> name);
        assertEquals(10, lookedAt(10, () -> name), "a zone of many names");
        assertEquals(1, lookedAt(10, () -> small), "no longer");
        byte[] client = RawQuery.of("www.example.com.", Type.A)
                .subnet(1, 24, 0, "%06x".formatted(random.nextInt(1 << 24)))
                .toWire();
        var _ = lookedAt(SELDOM, () -> client);
        assertEquals(10, lookedAt(10, () -> client), "many networks");
    }
}
