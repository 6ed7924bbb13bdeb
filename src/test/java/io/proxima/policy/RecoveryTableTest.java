package io.proxima.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@code recover-within} in {@code docs/health.md}, row by row, and what holds of all such numbers. */
class RecoveryTableTest {
    private static final Name APEX = Name.parse("example.com.");
    private static final int ZONE_SECONDS = 3_600;

    static Stream<List<String>> rows() throws IOException {
        List<List<String>> rows = Files.readAllLines(Path.of("docs/health.md")).stream()
                .dropWhile(line -> !line.startsWith("| `recover-within` |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(cell -> cell.strip().replace("`", ""))
                        .toList())
                .toList();
        assertTrue(rows.size() > 8, "rows: " + rows.size());
        return rows.stream();
    }

    private static Policy policy(String check, String pool, String name) {
        Findings findings = new Findings();
        String text =
                """
                checks:
                  web: {kind: tcp, port: 80%s}
                pools:
                  edge: {check: web, recover-within: %s, members: [192.0.2.1]}
                names:
                  www: {pool: edge%s}
                """.formatted(check.equals("-") ? "" : ", " + check, pool, name.equals("-") ? "" : ", ttl: " + name);
        Policy policy = PolicyReader.read("example.com.policy.yaml", text, APEX, findings)
                .orElseThrow(() -> new AssertionError(findings.sorted()));
        assertEquals(List.of(), findings.sorted());
        return policy;
    }

    /** How a name's TTLs come about, as the compiled catalog does it. */
    private static SteeredName.Ttl ttl(Policy policy, RecoverWithin promise, Detection detection) {
        SteeredName.Ttl written = policy.names().values().iterator().next().ttl();
        return written != null ? written : promise.ttl(detection, ZONE_SECONDS);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void derivesWhatTheTableSays(List<String> row) {
        Policy policy = policy(row.get(1), row.get(0), row.get(2));
        Check check = Objects.requireNonNull(policy.checks().get("web"));
        RecoverWithin promise = Objects.requireNonNull(
                Objects.requireNonNull(policy.pools().get("edge")).recoverWithin());
        Detection detection = Detection.of(check);
        SteeredName.Ttl ttl = ttl(policy, promise, detection);
        assertEquals(
                row.subList(3, 10),
                List.of(
                        Detection.words(check.every()),
                        Detection.words(check.timeout()),
                        String.valueOf(check.fall()),
                        Detection.words(detection.doubt()),
                        Detection.words(detection.verdict()),
                        ttl.steadySeconds() + "s, " + ttl.unsettledSeconds() + "s",
                        Detection.words(detection.offWithin(ttl.steadySeconds(), ttl.unsettledSeconds()))));
    }

    /** Whatever is written and taken without a word, the promise is kept; and what could be leisurely is. */
    @Test
    void whatIsTakenIsKept() {
        int taken = 0;
        int refused = 0;
        for (int seed = 0; seed < 4_000; seed++) {
            Random random = new Random(seed);
            int every = 1 + random.nextInt(40);
            String check = (random.nextBoolean() ? ", every: " + every + "s" : "")
                    + (random.nextInt(3) == 0 ? ", timeout: " + (1 + random.nextInt(5)) + "s" : "")
                    + (random.nextInt(3) == 0 ? ", fall: " + (1 + random.nextInt(5)) : "");
            Duration within = Duration.ofSeconds(3 + random.nextInt(90));
            String text = """
                    checks:
                      web: {kind: tcp, port: 80%s}
                    pools:
                      edge: {check: web, recover-within: %ds, members: [192.0.2.1]}
                      more: {check: web, recover-within: %ds, members: [192.0.2.1]}
                    names:
                      www: {pool: edge}
                      api: {pool: more}
                    """.formatted(check, within.toSeconds(), within.toSeconds() + random.nextInt(30));
            Findings findings = new Findings();
            Policy policy = PolicyReader.read("p", text, APEX, findings).orElse(null);
            if (policy == null) {
                refused++;
                continue;
            }
            taken++;
            Check paced = Objects.requireNonNull(policy.checks().get("web"));
            Detection detection = Detection.of(paced);
            for (Pool pool : policy.pools().values()) {
                RecoverWithin promise = Objects.requireNonNull(pool.recoverWithin());
                SteeredName.Ttl ttl = promise.ttl(detection, 1 + random.nextInt(400));
                assertTrue(ttl.steadySeconds() >= 1 && ttl.unsettledSeconds() >= 1, text);
                assertTrue(
                        detection
                                        .offWithin(ttl.steadySeconds(), ttl.unsettledSeconds())
                                        .compareTo(promise.within())
                                <= 0,
                        () -> text + detection + ttl);
            }
            assertTrue(paced.timeout().compareTo(paced.every()) <= 0, text);
        }
        assertTrue(taken > 1_000 && refused > 500, taken + " taken, " + refused + " refused");
    }

    @Test
    void whatPoolsDoNotPromiseKeepsItsDefaults() {
        Findings findings = new Findings();
        Policy policy = PolicyReader.read("p", """
                        checks:
                          web: {kind: tcp, port: 80}
                          api: {kind: tcp, port: 81}
                          both: {all-of: [web, api]}
                          own: {kind: tcp, port: 82}
                        pools:
                          edge: {check: both, recover-within: 12s, members: [192.0.2.1]}
                          calm: {check: own, members: [192.0.2.1]}
                        names:
                          www: {pool: edge}
                          api: {pool: calm}
                        """, APEX, findings).orElseThrow();
        assertEquals(
                Duration.ofSeconds(5),
                Objects.requireNonNull(policy.checks().get("own")).every());
        for (String part : List.of("web", "api")) {
            assertEquals(
                    Duration.ofMillis(3_300),
                    Objects.requireNonNull(policy.checks().get(part)).every());
        }
    }
}
