package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.health.Damping;
import io.proxima.health.Holds;
import io.proxima.health.Pair;
import io.proxima.health.Quorum;
import io.proxima.policy.Check;
import io.proxima.policy.Policy;
import io.proxima.policy.PolicyReader;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuorumsTest {
    private static final Set<Pair> WITNESSES = Set.of(new Pair("example.com./web", "192.0.2.9"));

    private static Quorum of(String check) {
        Findings findings = new Findings();
        Policy policy = PolicyReader.read(
                        "policy", "checks: {web: {kind: http" + check + "}}", Name.parse("example.com."), findings)
                .orElseThrow(() -> new AssertionError(findings.sorted().toString()));
        Check read = Objects.requireNonNull(policy.checks().get("web"));
        return Quorums.of(read, WITNESSES);
    }

    @Test
    void aCheckHoldsNothingByDefault() {
        assertEquals(new Quorum(3, 2, 2, WITNESSES, Holds.NONE), of(""));
        assertEquals(Holds.NONE, of(", damping: off").holds());
    }

    @Test
    void theWordsOfACheckAreItsQuorums() {
        assertEquals(
                new Quorum(5, 4, 6, WITNESSES, new Holds(Duration.ofSeconds(30), null)),
                of(", vantages: 5, fall: 4, rise: 6, hold-down: 30s"));
        assertEquals(
                new Damping(Duration.ofMinutes(2), 3, 1, Duration.ofMinutes(10)),
                of(", damping: on").holds().damping());
        assertEquals(of(", damping: on"), of(", damping: {}"));
        assertEquals(
                new Damping(Duration.ofMinutes(1), 2.5, 0.75, Duration.ofMinutes(5)),
                of(", damping: {half-life: 1m, suppress: 2.5, reuse: 0.75, max-hold: 5m}")
                        .holds()
                        .damping());
    }
}
