package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.TestServer;
import io.proxima.catalog.Catalog;
import io.proxima.health.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What explanations say of combined checks, of members dropped together, and of how soon clients are off a dead one. */
class CombinedExplainedTest {
    private static final long NOW_MILLIS = 1_800_000_000_000L;
    private static final String ZONE = """
            $TTL 300
            @ IN SOA ns1 hostmaster 1 3600 600 604800 30
            @ IN NS ns1
            ns1 IN A 192.0.2.250
            www IN A 192.0.2.1
            www IN AAAA 2001:db8::1
            a IN A 192.0.2.1
            a IN AAAA 2001:db8::1
            b IN A 192.0.2.2
            b IN AAAA 2001:db8::2
            db IN A 192.0.2.9
            db IN AAAA 2001:db8::9
            plain IN A 192.0.2.1
            """;
    private static final String POLICY = """
            checks:
              web: {kind: tcp, port: 80}
              api: {kind: tcp, port: 81, every: 20s, fall: 3}
              backend: {pool: db}
              front: {all-of: [web, backend]}
            pools:
              edge: {check: front, drop-together: true, recover-within: 45s, members: [a, b]}
              db: {check: web, members: [db]}
              plain: {check: api, members: [a]}
            names:
              www: {pool: edge}
              plain: {pool: plain, ttl: {steady: 60s, unsettled: 5s}}
            """;

    private final Catalog catalog = TestServer.of(Map.of("example.com.", ZONE), Map.of("example.com.", POLICY))
            .catalog();

    private Explanation explain(String name, String type) {
        Explainer.Question question = Explainer.Question.parse(name, type, null, "127.0.0.1");
        return new Explainer(EngineSettings.OPEN)
                .explain(catalog, question, new Explanation.State("files", "var/verdicts", null), NOW_MILLIS);
    }

    private void says(String name, String type, String... lines) {
        List<String> text = ExplanationText.of(explain(name, type), true);
        for (String line : lines) {
            assertTrue(
                    text.stream().anyMatch(said -> said.contains(line)),
                    () -> line + " in\n" + String.join("\n", text));
        }
    }

    private void down(Set<String> pairs) {
        catalog.applyAll(
                pair -> pairs.contains(pair.check() + " " + pair.address())
                        ? new Verdict(false, false, NOW_MILLIS - 7_000)
                        : Verdict.INITIAL,
                NOW_MILLIS);
    }

    @Test
    void whichPartsOfACombinedCheckAreDown() {
        down(Set.of("example.com./web 192.0.2.1", "example.com./front 192.0.2.1"));
        says(
                "www.example.com",
                "A",
                "- a 192.0.2.1: down by check example.com./front (example.com./web down, example.com./backend up) for 7 s",
                "+ b 192.0.2.2");
        says(
                "www.example.com",
                "AAAA",
                "- a 2001:db8:0:0:0:0:0:1: up, but down in A, and dropped together",
                "+ b 2001:db8:0:0:0:0:0:2");
    }

    @Test
    void howSoonClientsAreOffADeadMember() {
        says(
                "www.example.com",
                "A",
                "TTL 36 of 36 steady, 5 unsettled",
                "off a dead member within 44.5 s of the 45 s promised: in doubt after 8.5 s + TTL 36, down after 11.5 s +"
                        + " TTL 5",
                "check web: every 5s + 10 % + timeout 2s + votes 1s = 8.5s until in doubt");
        says(
                "plain.example.com",
                "A",
                "off a dead member within 85 s: in doubt after 25 s + TTL 60, down after 31 s + TTL 5");
    }

    @Test
    void theDocumentHasTheNumbers() {
        JsonNode off = JsonMapper.shared()
                .readTree(Json.of(explain("www.example.com", "A")))
                .at("/pools/0/ttl/off");
        assertEquals(8.5, off.get("doubtSeconds").asDouble());
        assertEquals(11.5, off.get("verdictSeconds").asDouble());
        assertEquals(44.5, off.get("seconds").asDouble());
        assertEquals(45.0, off.get("recoverWithinSeconds").asDouble());
        assertEquals(
                45_000,
                Objects.requireNonNull(catalog.pools().stream()
                                .filter(pool -> pool.name().equals("example.com./edge"))
                                .findFirst()
                                .orElseThrow()
                                .recoverWithin())
                        .within()
                        .toMillis());
        JsonNode promisesNothing = JsonMapper.shared()
                .readTree(Json.of(explain("plain.example.com", "A")))
                .at("/pools/0/ttl/off/recoverWithinSeconds");
        assertTrue(promisesNothing.isNull());
    }
}
