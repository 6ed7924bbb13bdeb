package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.health.Verdict;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;

/** Releases that edits lead from one to the next answer as each does that is read and compiled anew. */
class EditedReleasesTest {
    private static final int HOSTS = 12_000;
    private static final int STEPS = 60;
    private static final int[] TYPES = {
        RrType.A, RrType.AAAA, RrType.MX, RrType.NS, RrType.TXT, RrType.HTTPS, RrType.SRV, RrType.ANY
    };
    private static final List<String> HEADS =
            List.of("www", "api", "h1", "h11999", "*.shop", "mail", "sub", "ns.sub", "m1");
    private static final String HEAD = """
            $TTL 300
            @ SOA ns1 hostmaster 1 1h 15m 1w 5m
            @ NS ns1
            ns1 A 192.0.2.1
            m1 A 192.0.2.11
            m2 A 192.0.2.12
            m2 AAAA 2001:db8::12
            www A 192.0.2.11
            www A 192.0.2.12
            www AAAA 2001:db8::12
            api A 192.0.2.13
            *.shop A 192.0.2.11
            *.shop A 192.0.2.12
            *.shop AAAA 2001:db8::12
            mail MX 10 www
            mail MX 20 h7
            mail MX 30 x.shop
            www HTTPS 1 . ipv4hint=192.0.2.11
            sub NS ns.sub
            sub NS www
            ns.sub A 192.0.2.14
            """;
    private static final String SHOP = "  \"*.shop\": {pool: edge}\n";
    private static final String POLICY = """
            pools:
              edge: {choose: failover, members: [m1, m2]}
              flat: {choose: failover}
            names:
              www: {pool: edge}
            """;

    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();
    private String policy = POLICY;
    private ReleaseReader reader;
    private CatalogCompiler compiler;

    @BeforeEach
    void begin() {
        lines.addAll(Arrays.asList(HEAD.split("(?<=\n)", 0)));
        for (int i = 0; i < HOSTS; i++) {
            lines.add("h%d A 198.51.100.%d\n".formatted(i, i % 250));
        }
        reader = fresh();
        compiler = new CatalogCompiler();
    }

    private ReleaseReader fresh() {
        return new ReleaseReader(new ReleaseFiles(folder, List.of(), null, null));
    }

    private void write() throws IOException {
        Files.writeString(folder.resolve("example.com.zone"), String.join("", lines));
        Files.writeString(folder.resolve("example.com.policy.yaml"), policy);
        Files.writeString(
                folder.resolve("example.net.zone"),
                "$TTL 60\n@ SOA ns1.example.com. h.example.com. 1 1 1 1 1\n@ NS ns1.example.com.\nwww A 192.0.2.99\n");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void eachIsAsReadAnew(long seed) throws IOException {
        Random random = new Random(seed);
        int shared = 0;
        ZoneNode before = null;
        List<String> goodLines = List.copyOf(lines);
        String goodPolicy = policy;
        for (int step = 0; step < STEPS; step++) {
            String told = "seed " + seed + ", step " + step;
            write();
            Findings foundAnew = new Findings();
            Optional<Release> anew = fresh().read(foundAnew);
            Findings found = new Findings();
            Optional<Release> release = reader.read(found);
            assertEquals(texts(foundAnew), texts(found), told);
            assertEquals(anew.isPresent(), release.isPresent(), told);
            if (release.isPresent()) {
                Catalog followed = compiler.compile(release.get());
                compare(new CatalogCompiler().compile(anew.orElseThrow()), followed, told);
                ZoneNode apex = followed.zones().getFirst().apex();
                shared += before != null && before.child(label("h2345")) == apex.child(label("h2345")) ? 1 : 0;
                before = apex;
                goodLines = List.copyOf(lines);
                goodPolicy = policy;
            } else {
                lines.clear();
                lines.addAll(goodLines);
                policy = goodPolicy;
            }
            edit(random);
        }
        assertTrue(shared > STEPS / 4, "catalogs that shared what was the same: " + shared);
    }

    private void edit(Random random) {
        int at = random.nextInt(1, random.nextBoolean() ? lines.size() : 40);
        String name = HEADS.get(random.nextInt(HEADS.size()));
        switch (random.nextInt(9)) {
            case 0, 1 -> lines.add(Math.max(at, 4), name + " A 192.0.2." + random.nextInt(250) + "\n");
            case 2 -> lines.add(Math.max(at, 4), "to" + random.nextInt(5) + " MX 5 " + name.replace("*", "y") + "\n");
            case 3, 4 -> lines.remove(Math.max(at, 4));
            case 5 -> policy = policy.contains(SHOP) ? policy.replace(SHOP, "") : policy + SHOP;
            case 6 ->
                policy = policy.contains("  api")
                        ? policy.replaceAll("  api.*\n", "")
                        : policy + "  api: {pool: flat}\n";
            case 7 -> policy = POLICY;
            default -> lines.set(1, "@ SOA ns1 hostmaster " + random.nextInt(1000) + " 1h 15m 1w 5m\n");
        }
    }

    private static List<String> texts(Findings findings) {
        return findings.sorted().stream().map(Finding::toString).toList();
    }

    private static byte[] label(String label) {
        return label.getBytes(StandardCharsets.US_ASCII);
    }

    private static void compare(Catalog anew, Catalog followed, String told) throws IOException {
        anew.applyAll(_ -> Verdict.INITIAL, 1_000_000_000);
        followed.applyAll(_ -> Verdict.INITIAL, 1_000_000_000);
        TestServer expected = new TestServer(anew);
        TestServer actual = new TestServer(followed);
        List<String> names = new ArrayList<>(HEADS);
        names.addAll(
                List.of("", "ns1", "m2", "h7", "x.shop", "shop", "y.shop", "x.sub", "to0", "to1", "to2", "to3", "to4"));
        names.addAll(List.of("no.such", "h5000"));
        for (String name : names) {
            String asked = name.isEmpty() ? "example.com." : name + ".example.com.";
            for (int type : TYPES) {
                Message query = TestServer.query(asked, type);
                assertArrayEquals(
                        normal(expected.answer(query.toWire(), true)),
                        normal(actual.answer(query.toWire(), true)),
                        () -> told + ": " + query.getQuestion());
            }
        }
    }

    /** The lines of an answer in order, since addresses may be turned. */
    private static String[] normal(byte[] answer) throws IOException {
        return new Message(answer)
                .toString()
                .lines()
                .filter(line -> !line.startsWith(";; ->>HEADER"))
                .sorted()
                .toArray(String[]::new);
    }

    /** Large enough for all cores at once, beside the same zone that an edit of a smaller one led to. */
    @Test
    void manyNamesPlantedAtOnceAreAsThoseAddedByAnEdit() throws IOException {
        write();
        ZoneNode before = compile().zones().getFirst().apex();
        List<String> more = new ArrayList<>();
        for (int i = HOSTS; i < 2 * HOSTS; i++) {
            switch (i % 8) {
                case 0 -> more.add("a.deep" + i);
                case 1 -> more.add("*.wild" + i);
                case 2 -> more.add("b.a.deep" + (i - 2));
                default -> more.add("h" + i);
            }
        }
        more.add("*");
        more.forEach(name -> lines.add(name + " A 203.0.113.7\n"));
        write();
        Catalog followed = compile();
        assertSame(
                before.child(label("h100")), followed.zones().getFirst().apex().child(label("h100")));
        Catalog atOnce =
                new CatalogCompiler().compile(fresh().read(new Findings()).orElseThrow());
        compare(atOnce, followed, "as it is asked everywhere");
        TestServer expected = new TestServer(followed);
        TestServer actual = new TestServer(atOnce);
        for (String name : more) {
            for (String asked : List.of(name.replace("*", "x"), "no." + name, name.substring(name.indexOf('.') + 1))) {
                Message query = TestServer.query(asked + ".example.com.", RrType.A);
                assertArrayEquals(
                        normal(expected.answer(query.toWire(), true)),
                        normal(actual.answer(query.toWire(), true)),
                        () -> query.getQuestion().toString());
            }
        }
    }

    @Test
    void anEditCopiesThePathToItsName() throws IOException {
        write();
        ZoneNode before = compile().zones().getFirst().apex();
        lines.set(6_000, lines.get(6_000).replace("A 198", "900 A 198"));
        lines.add("new.deep A 192.0.2.1\n");
        write();
        assertSame(
                before.child(label("h100")), compile().zones().getFirst().apex().child(label("h100")));
        lines.add("newer.deep A 192.0.2.1\n");
        lines.set(7_000, lines.get(7_000).replace("A 198.51.100", "A 203.0.113"));
        write();
        ZoneNode apex = compile().zones().getFirst().apex();
        int copied = 0;
        for (int i = 0; i < HOSTS; i++) {
            copied += apex.child(label("h" + i)) == before.child(label("h" + i)) ? 0 : 1;
        }
        assertEquals(2, copied, "the hosts whose TTL and address changed");
    }

    @Test
    void aZoneThatNobodyEditedIsNeitherReadNorCompiled() throws IOException {
        write();
        Catalog first = compile();
        lines.add("new A 192.0.2.1\n");
        Files.writeString(folder.resolve("example.com.zone"), String.join("", lines));
        Catalog second = compile();
        assertSame(first.zones().get(1), second.zones().get(1));
        assertNotSame(first.zones().get(0), second.zones().get(0));
    }

    private Catalog compile() {
        Findings findings = new Findings();
        return compiler.compile(reader.read(findings).orElseThrow(() -> new AssertionError(texts(findings))));
    }
}
