package io.proxima.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.TestServer;
import io.proxima.catalog.Catalog;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import io.proxima.steer.PoolPlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a state of the journal makes of a catalog. */
class JournalStateTest {
    private static final long AT = 1_795_574_520_000L;
    private static final String ZONE = """
            $TTL 60
            @ IN SOA ns1 hostmaster 1 3600 600 604800 30
            @ IN NS ns1
            ns1 IN A 192.0.2.250
            www IN A 192.0.2.1
            www IN A 192.0.2.2
            www IN A 192.0.2.3
            """;
    private static final String POLICY = """
            checks:
              web: {kind: tcp, port: 80}
            pools:
              edge: {check: web, choose: weighted, slow-start: 100s, members: [192.0.2.1, 192.0.2.2, 192.0.2.3]}
            names:
              www: {pool: edge}
            """;

    /** What was said of a member after another came up does not stop the clock of that one's slow start. */
    @Test
    void slowStartsAreAsOfTheInstant() {
        Catalog catalog = TestServer.of(Map.of("example.com.", ZONE), Map.of("example.com.", POLICY))
                .catalog();
        MemberOverride drain =
                new MemberOverride(OverrideWord.DRAIN, MemberOverride.NO_END, "alice", "", AT + 10_000, false);
        PoolMember member = new PoolMember("example.com.", "edge", "192.0.2.3");
        JournalState then = new JournalState(
                "aaaa",
                true,
                Map.of(new Pair("example.com./web", "192.0.2.2"), new Verdict(true, false, AT)),
                List.of(Entry.Overridden.of(member, drain, AT + 10_000)),
                0);
        then.applyTo(catalog, AT + 50_000);
        PoolPlan edge = catalog.pools().getFirst();
        assertEquals(List.of(drain), List.copyOf(edge.state().overrides().values()));
        assertEquals(AT + 51_000, edge.state().nextStepMillis());
        assertEquals(AT + 10_000, edge.state().changedAtMillis(), "when it was said is when the pool changed");
    }
}
