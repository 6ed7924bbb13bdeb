package io.proxima.catalog.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A difference names what was edited and nothing else, however the files spell it. */
class ComparingTest {
    private static final String APEX = RandomFiles.APEX;
    private static final int ROUNDS = 40;

    @TempDir
    private Path folder;

    private int sides;

    private DiffSide written(RandomFiles files) throws IOException {
        Path side = folder.resolve("side" + sides++);
        files.write(side);
        Findings findings = new Findings();
        DiffSide written = side(side, "CN", Map.of());
        new ReleaseReader(written.files()).read(findings);
        assertTrue(!findings.hasErrors(), () -> findings.sorted().toString());
        return written;
    }

    private static DiffSide side(Path folder, String home, Map<String, String> databases) {
        return new DiffSide(
                String.valueOf(folder.getFileName()),
                new ReleaseFiles(folder.resolve("zones"), List.of(), folder.resolve("lines.yaml"), home),
                databases);
    }

    private static ReleaseDiff diff(DiffSide from, DiffSide to, int most) throws IOException {
        Findings findings = new Findings();
        Optional<ReleaseDiff> diff = new Comparing(from, to, most, findings).run();
        return diff.orElseThrow(() -> new AssertionError(findings.sorted().toString()));
    }

    private static Set<String> words(ReleaseDiff diff) {
        Set<String> words = new TreeSet<>();
        for (Change change : diff.changes()) {
            assertTrue(
                    words.add(change.subject() + ": " + change.before() + " -> " + change.after()),
                    () -> change + " is told twice");
        }
        return words;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void namesExactlyTheEditsThatWereMade(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            RandomFiles files = new RandomFiles(random);
            DiffSide before = written(files);
            assertEquals(Set.of(), words(diff(before, written(files), 1000)), () -> "reformatted only, seed " + seed);
            Set<String> expected = edits(files, random);
            DiffSide after = written(files);
            ReleaseDiff diff = diff(before, after, 1000);
            assertEquals(expected, words(diff), () -> "seed " + seed);
            assertEquals(expected.size(), diff.total());
            ReleaseDiff back = diff(after, before, 1000);
            assertEquals(diff.added(), back.removed());
            assertEquals(diff.changed(), back.changed());
        }
    }

    /** Some edits, each of another thing; gives how they are told. */
    private static Set<String> edits(RandomFiles files, Random random) {
        Set<String> told = new TreeSet<>();
        List<String> keys = new ArrayList<>(files.records.keySet().stream()
                .filter(key -> key.startsWith("n") && !key.startsWith("ns"))
                .toList());
        Collections.shuffle(keys, random);
        for (String key : keys.subList(0, random.nextInt(8))) {
            RandomFiles.Records rrset = Objects.requireNonNull(files.records.get(key));
            switch (random.nextInt(3)) {
                case 0 -> {
                    files.records.put(key, new RandomFiles.Records(rrset.ttl() + 7, rrset.rdata()));
                    told.add(key + " ttl: " + rrset.ttl() + " -> " + (rrset.ttl() + 7));
                }
                case 1 -> {
                    files.records.remove(key);
                    rrset.rdata().forEach(rdata -> told.add(key + ": " + rdata + " ttl " + rrset.ttl() + " -> null"));
                }
                default -> {
                    String gone = rrset.rdata().pollFirst();
                    String fresh = key.endsWith(" A")
                            ? "192.0.2.200"
                            : key.endsWith("AAAA")
                                    ? "2001:db8::ffff"
                                    : key.endsWith("TXT") ? "\"new\"" : "30 ns1." + APEX;
                    rrset.rdata().add(fresh);
                    told.add(key + ": " + gone + " -> null");
                    told.add(key + ": null -> " + fresh);
                }
            }
        }
        if (random.nextBoolean()) {
            files.put("*.new." + APEX, "A", 90, "192.0.2.90");
            told.add("*.new." + APEX + " A: null -> 192.0.2.90 ttl 90");
        }
        if (random.nextBoolean()) {
            told.add(APEX + " SOA serial: " + files.serial + " -> " + ++files.serial);
        }
        policyEdits(files, random, told);
        if (random.nextBoolean()) {
            Set<String> east = Objects.requireNonNull(files.areas.get("east"));
            east.remove("CN-JS");
            east.add("CN-AH");
            told.addAll(List.of("area east: CN-JS -> null", "area east: null -> CN-AH"));
        }
        if (random.nextBoolean()) {
            files.networks.remove("203.0.113.16/28");
            files.networks.put("203.0.113.32/28", "lab");
            told.addAll(List.of("network 203.0.113.16/28: office -> null", "network 203.0.113.32/28: office -> lab"));
        }
        return told;
    }

    private static void policyEdits(RandomFiles files, Random random, Set<String> told) {
        if (random.nextBoolean()) {
            told.add("check web every: " + files.everySeconds + "s -> " + ++files.everySeconds + "s");
        }
        if (random.nextBoolean()) {
            told.add("check web path: " + files.path + " -> /other");
            files.path = "/other";
        }
        if (random.nextBoolean()) {
            told.add("name www." + APEX + " ttl steady-seconds: " + files.steadySeconds + " -> "
                    + ++files.steadySeconds);
        }
        if (random.nextBoolean()) {
            told.add("site here latitude: " + files.latitude + " -> 31.5");
            files.latitude = 31.5;
        }
        if (random.nextBoolean()) {
            int weight = Objects.requireNonNull(files.weights.get("m7"));
            files.weights.put("m7", weight + 1);
            told.add("member m7." + APEX + " weight: " + weight + " -> " + (weight + 1));
        }
        if (random.nextBoolean()) {
            files.weighted.remove("m8");
            told.add("pool edge group second member: m8." + APEX + " -> null");
            int weight = Objects.requireNonNull(files.weights.remove("m8"));
            told.add("member m8." + APEX + ": site here, weight " + weight + " -> null");
        }
        if (random.nextBoolean()) {
            List<String> was = names(files.failover);
            Collections.rotate(files.failover, 1);
            told.add("pool edge group first order: " + String.join(", ", was) + " -> "
                    + String.join(", ", names(files.failover)));
        }
    }

    private static List<String> names(List<String> labels) {
        return labels.stream().map(label -> label + "." + APEX).toList();
    }

    @Test
    void zonesPoliciesDatabasesAndOtherFilesComeAndGo() throws IOException {
        DiffSide plain = written(new RandomFiles(new Random(5)));
        DiffSide more = written(new RandomFiles(new Random(5)));
        Path zones = more.files().zones();
        Files.writeString(zones.resolve("example.net.zone"), """
                @ 60 SOA ns.example.com. h.example.com. 1 1 1 1 1
                @ 60 NS ns.example.com.
                """);
        Files.delete(zones.resolve("example.com.policy.yaml"));
        Files.writeString(zones.resolve("answers.yaml"), "[]\n");
        Files.writeString(zones.resolve("README.md"), "not part of a release\n");
        DiffSide after = side(zones.resolveSibling(""), "JP", Map.of("city.mmdb", "sha256 11…"));
        ReleaseDiff diff = diff(plain, after, 1000);
        List<String> told = List.copyOf(words(diff));
        assertTrue(told.contains("zone example.net.: null -> 2 records"), told::toString);
        assertTrue(told.contains("policy: a policy -> null"), told::toString);
        assertTrue(told.contains("home: CN -> JP"), told::toString);
        assertTrue(told.contains("database city.mmdb: null -> sha256 11…"), told::toString);
        assertTrue(
                told.stream().anyMatch(line -> line.startsWith("file answers.yaml: null -> sha256 ")), told::toString);
        assertTrue(
                told.stream()
                        .anyMatch(line -> line.startsWith("pool edge: all-down serve-all, check web, choose failover")),
                told::toString);
        assertTrue(told.stream().noneMatch(line -> line.contains("README")), told::toString);
    }

    @Test
    void goldenQueriesAreToldOneByOne() throws IOException {
        DiffSide before = written(new RandomFiles(new Random(9)));
        DiffSide after = written(new RandomFiles(new Random(9)));
        Files.writeString(before.files().zones().resolve("example.com.expect"), """
                # mail
                example.com MX   => NODATA
                www.example.com A => 192.0.2.10
                """);
        Files.writeString(after.files().zones().resolve("example.com.expect"), """
                www.example.com  AAAA => NODATA # none yet
                  example.com MX => NODATA
                """);
        assertEquals(
                Set.of(
                        "file example.com.expect: www.example.com A => 192.0.2.10 -> null",
                        "file example.com.expect: null -> www.example.com AAAA => NODATA"),
                words(diff(before, after, 1000)));
    }

    @Test
    void tellsTheFirstAndCountsAll() throws IOException {
        RandomFiles files = new RandomFiles(new Random(6));
        DiffSide before = written(files);
        for (int i = 0; i < 50; i++) {
            files.put("x" + i + "." + APEX, "A", 60, "192.0.2." + i, "192.0.2." + (i + 100));
        }
        ReleaseDiff diff = diff(before, written(files), 7);
        assertEquals(7, diff.changes().size());
        assertEquals(100, diff.added());
        assertEquals(0, diff.removed() + diff.changed());
    }

    @Test
    void whatIsIncludedCountsAndABrokenFileHasNoDifference() throws IOException {
        RandomFiles files = new RandomFiles(new Random(7));
        DiffSide before = written(files);
        DiffSide after = side(folder.resolve("copy"), "CN", Map.of());
        Path zones = Files.createDirectories(after.files().zones());
        for (String name : List.of("zones/example.com.zone", "zones/example.com.policy.yaml", "lines.yaml")) {
            Files.copy(before.files().zones().resolveSibling(name), zones.resolveSibling(name));
        }
        for (DiffSide side : List.of(before, after)) {
            Path zone = side.files().zones().resolve("example.com.zone");
            Files.writeString(zone, Files.readString(zone) + "\n$include part.inc\n");
            Files.writeString(
                    side.files().zones().resolve("part.inc"),
                    "inc." + APEX + " 60 A 192.0.2." + side.name().length() + "\n");
        }
        List<String> told =
                diff(before, after, 100).changes().stream().map(Change::subject).toList();
        assertEquals(List.of("inc." + APEX + " A", "inc." + APEX + " A", "file part.inc"), told);
        Files.writeString(zones.resolve("part.inc"), "inc A nothing\n");
        Findings findings = new Findings();
        assertEquals(Optional.empty(), new Comparing(before, after, 100, findings).run());
        assertTrue(
                findings.sorted().toString().contains("part.inc:1:7: error:"),
                () -> findings.sorted().toString());
    }

    @Test
    void secretsAreToldByTheirHashesOnly() throws IOException {
        RandomFiles files = new RandomFiles(new Random(8));
        DiffSide before = written(files);
        DiffSide after = written(files);
        Path policy = after.files().zones().resolve("example.com.policy.yaml");
        Files.writeString(
                policy,
                Files.readString(policy)
                        .replace(
                                "    kind: http\n",
                                "    kind: http\n    request-headers: {Authorization: topsecret}\n"));
        String told = diff(before, after, 100).changes().toString();
        assertTrue(told.contains("check web headers Authorization, before=none, after=sha256 "), told);
        assertTrue(!told.contains("topsecret"), told);
    }
}
