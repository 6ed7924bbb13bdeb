package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.answer.TestServer;
import io.proxima.catalog.Catalog;
import io.proxima.health.Held;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The words of an explanation: what was dropped and why, what is done when all is down, the TTL, the client. */
class ExplainerTest {
    private static final long NOW_MILLIS = 1_800_000_000_000L;
    private static final Explanation.State STATE = new Explanation.State("files", "var/verdicts", null);
    private static final String ZONE = """
            $TTL 60
            @ IN SOA ns1 hostmaster 1 3600 600 604800 30
            @ IN NS ns1
            ns1 IN A 192.0.2.250
            www IN A 192.0.2.1
            sorry IN A 192.0.2.9
            refused IN A 192.0.2.1
            two IN A 192.0.2.1
            two IN A 192.0.2.2
            two IN A 192.0.2.3
            sub IN NS ns.sub
            ns.sub IN A 192.0.2.251
            old IN DNAME new
            *.wild IN TXT "any name"
            slow IN A 192.0.2.2
            few IN A 192.0.2.1
            few IN A 192.0.2.2
            few IN A 192.0.2.3
            """;
    private static final String POLICY = """
            checks:
              web: {kind: tcp, port: 80}
            members:
              192.0.2.1: {weight: 1}
              192.0.2.2: {weight: 2}
              192.0.2.3: {weight: 3}
            pools:
              pair:
                check: web
                choose: failover
                groups:
                  - {name: first, choose: weighted, members: [192.0.2.1, 192.0.2.2], up-at-least: 2}
                  - {name: second, choose: weighted, members: [192.0.2.2, 192.0.2.3]}
              slow: {check: web, choose: weighted, slow-start: 100s, members: [192.0.2.2, 192.0.2.3]}
              few:
                check: web
                choose: failover
                groups:
                  - {name: half, choose: weighted, up-at-least: 50%, members: [192.0.2.1, 192.0.2.2, 192.0.2.3]}
                  - {name: some, choose: weighted, panic: 60%, slow-start: 100s, members: [192.0.2.1, 192.0.2.2, 192.0.2.3]}
              closed: {check: web, choose: random, members: [192.0.2.1], all-down: refuse}
              open: {check: web, choose: weighted, members: [192.0.2.1, 192.0.2.2]}
              sorry: {choose: all, members: [192.0.2.9]}
              handed: {check: web, choose: random, members: [192.0.2.1], all-down: {pool: sorry}}
            names:
              few: {pool: few}
              slow: {pool: slow}
              www: {pool: pair, ttl: {steady: 60s, unsettled: 5s}}
              refused: {pool: closed}
              two: {pool: open}
              sorry: {pool: handed}
            """;

    private final Catalog catalog = TestServer.of(Map.of("example.com.", ZONE), Map.of("example.com.", POLICY))
            .catalog();

    private void down(String... addresses) {
        Set<String> down = Set.of(addresses);
        catalog.applyAll(
                pair -> down.contains(pair.address()) ? new Verdict(false, false, NOW_MILLIS - 7_000) : Verdict.INITIAL,
                NOW_MILLIS);
    }

    private Explanation explain(EngineSettings settings, String name, String type, String client) {
        Explainer.Question question = Explainer.Question.parse(name, type, client, "127.0.0.1");
        return new Explainer(settings).explain(catalog, question, STATE, NOW_MILLIS);
    }

    private void says(String name, String type, String... lines) {
        List<String> text = ExplanationText.of(explain(EngineSettings.OPEN, name, type, "192.0.2.0/24"), true);
        for (String line : lines) {
            assertTrue(
                    text.stream().anyMatch(said -> said.contains(line)),
                    () -> line + " in\n" + String.join("\n", text));
        }
    }

    @Test
    void whatIsDroppedIsDroppedForAReason() {
        down("192.0.2.1", "192.0.2.3");
        says(
                "www.example.com",
                "A",
                "- first: too few up: 1, up-at-least 2",
                "- 192.0.2.1 192.0.2.1: down by check example.com./web for 7 s",
                "+ second, 100.00 %: the first that is up; choose weighted",
                "+ 192.0.2.2 192.0.2.2, weight 2, 100.00 %: drawn this time",
                "TTL 5 of 60 steady, 5 unsettled: unsettled: a verdict or an override in example.com./pair changed 7 s ago, less than 60 s",
                "scope /0: no rule looked at the client",
                "; CLIENT-SUBNET: 192.0.2.0/24/0");
    }

    @Test
    void whatOperatorsSaidIsAReason() {
        PoolMember drained = new PoolMember("example.com.", "open", "192.0.2.1");
        PoolMember forced = new PoolMember("example.com.", "open", "192.0.2.2");
        MemberOverride drain = new MemberOverride(
                OverrideWord.DRAIN, NOW_MILLIS + 1_000, "alice", "kernel updates", NOW_MILLIS, false);
        MemberOverride force =
                new MemberOverride(OverrideWord.FORCE_UP, MemberOverride.NO_END, "bob", "", NOW_MILLIS, false);
        catalog.override(Map.of(drained, drain, forced, force), _ -> Verdict.INITIAL, NOW_MILLIS);
        down("192.0.2.2");
        says(
                "two.example.com",
                "A",
                "- 192.0.2.1 192.0.2.1: drained by alice until 2027-01-15T08:00:01Z: kernel updates",
                "+ 192.0.2.2 192.0.2.2, weight 2, 100.00 %: drawn this time; forced up by bob; down by check example.com./web"
                        + " for 7 s");
        Explanation.Group root = explain(EngineSettings.OPEN, "two.example.com", "A", "192.0.2.0/24")
                .pools()
                .getFirst()
                .root();
        assertEquals(
                new Explanation.OperatorWord("drain", "2027-01-15T08:00:01Z", "alice", "kernel updates"),
                Objects.requireNonNull(root).members().getFirst().override());

        catalog.override(Map.of(drained, drain, forced, drain), _ -> Verdict.INITIAL, NOW_MILLIS);
        says(
                "two.example.com",
                "A",
                "all down: serve-all",
                "- 192.0.2.2 192.0.2.2: drained by alice until 2027-01-15T08:00:01Z: kernel updates");
    }

    @Test
    void whatIsDoneWhenAllIsDown() {
        down("192.0.2.1", "192.0.2.2", "192.0.2.3");
        says(
                "two.example.com",
                "A",
                "all down: serve-all: as if every member were up",
                " 66.67 %  192.0.2.2",
                "down by check example.com./web for 7 s, taken as if up");
        says("refused.example.com", "A", "pool example.com./closed for A: SERVFAIL", "answer SERVFAIL");
        says(
                "sorry.example.com",
                "A",
                "all down: the pool sorry of example.com. answers",
                "pool example.com./sorry for A instead: 1 address of 1",
                "100.00 %  192.0.2.9");
    }

    @Test
    void sharesThatAreUpAndPanic() {
        down("192.0.2.1", "192.0.2.3");
        says(
                "few.example.com",
                "A",
                "- half: too few up: 1, up-at-least 50% of 3",
                "+ some, 100.00 %: the first that is up; panic: 1 of 3 up, below 60 %; health is ignored; choose weighted",
                "+ 192.0.2.3 192.0.2.3, weight 3, 50.00 %",
                "down by check example.com./web for 7 s, taken as if up");
    }

    @Test
    void anOperatorsWordStandsAboveHoldsSlowStartsAndPanic() {
        Verdict held = new Verdict(false, false, false, NOW_MILLIS - 7_000, new Held.Down(NOW_MILLIS + 23_000));
        Verdict back = new Verdict(true, false, NOW_MILLIS - 50_000);
        catalog.override(
                Map.of(
                        new PoolMember("example.com.", "few", "192.0.2.1"), said(OverrideWord.DRAIN),
                        new PoolMember("example.com.", "slow", "192.0.2.2"), said(OverrideWord.FORCE_UP)),
                _ -> Verdict.INITIAL,
                NOW_MILLIS);
        catalog.applyAll(pair -> pair.address().equals("192.0.2.2") ? back : held, NOW_MILLIS);
        says(
                "few.example.com",
                "A",
                "panic: 1 of 2 up, below 60 %; health is ignored",
                "- 192.0.2.1 192.0.2.1: drained by alice; down by check example.com./web for 7 s; held down until"
                        + " 2027-01-15T08:00:23Z",
                "+ 192.0.2.3 192.0.2.3, weight 3, 60.00 %");
        says("slow.example.com", "A", "+ 192.0.2.2 192.0.2.2, weight 2, 100.00 %", "; forced up by alice");
    }

    private static MemberOverride said(OverrideWord word) {
        return new MemberOverride(word, MemberOverride.NO_END, "alice", "", NOW_MILLIS, false);
    }

    @Test
    void whatIsHeldDownAndWhatIsInASlowStart() {
        Verdict held = new Verdict(false, false, false, NOW_MILLIS - 7_000, new Held.Down(NOW_MILLIS + 23_000));
        Verdict damped = new Verdict(
                false, false, false, NOW_MILLIS - 7_000, new Held.Damped(3.4, NOW_MILLIS, NOW_MILLIS + 210_000));
        Verdict back = new Verdict(true, false, NOW_MILLIS - 50_000);
        catalog.applyAll(pair -> pair.address().equals("192.0.2.1") ? held : damped, NOW_MILLIS);
        says(
                "refused.example.com",
                "A",
                "down by check example.com./web for 7 s; held down until 2027-01-15T08:00:23Z");
        says("two.example.com", "A", "for 7 s; damped, penalty 3.4, until about 2027-01-15T08:03:30Z, taken as if up");
        catalog.applyAll(
                pair -> switch (pair.address()) {
                    case "192.0.2.1" -> held;
                    case "192.0.2.2" -> back;
                    default -> Verdict.INITIAL;
                },
                NOW_MILLIS);
        says("few.example.com", "A", "+ half, 100.00 %: the first that is up; choose weighted");
        catalog.applyAll(pair -> pair.address().equals("192.0.2.2") ? back : held, NOW_MILLIS);
        says("few.example.com", "A", "- half: too few up: 1, up-at-least 50% of 3", "panic: 1 of 3 up, below 60 %");
    }

    @Test
    void aWeightInASlowStartIsSaid() {
        Verdict back = new Verdict(true, false, NOW_MILLIS - 50_000);
        catalog.applyAll(pair -> pair.address().equals("192.0.2.2") ? back : Verdict.INITIAL, NOW_MILLIS);
        says("slow.example.com", "A", "+ 192.0.2.2 192.0.2.2, weight 1.100, 26.83 %", "slow start, 55 % of its weight");
    }

    @Test
    void howNamesAreFound() {
        says(
                "www.example.com",
                "AAAA",
                "pool example.com./pair for AAAA: NODATA",
                "no member has an address of the family");
        says(
                "none.example.com",
                "A",
                "none.example.com. does not exist below example.com. of example.com. (example.com..zone)");
        says("a.sub.example.com", "A", "a.sub.example.com. is delegated at sub.example.com.");
        says(
                "www.old.example.com",
                "A",
                "redirected by the DNAME at old.example.com.",
                "www.new.example.com. does not exist");
        says("x.wild.example.com", "TXT", "is the wildcard *.wild.example.com. of example.com.", "\"any name\"");
        says("www.example.org", "A", "www.example.org. is in no zone served here", "answer REFUSED");
    }

    @Test
    void whoChooses() {
        EngineSettings nobody = new EngineSettings(List.of(), EngineSettings.Access.OPEN, Identity.NONE, null, 0);
        Explanation explanation = explain(nobody, "www.example.com", "A", "192.0.2.0/24");
        Explanation.Client client = Objects.requireNonNull(explanation.client());
        assertEquals("127.0.0.1/32", client.chooses());
        assertEquals(false, client.believed());
        assertEquals(
                "the subnet of this resolver is not believed: its own address chose",
                explanation.scope().why());
    }

    @Test
    void theDocumentHasEveryKeyAndNumbersAsNumbers() {
        down();
        JsonNode json = JsonMapper.shared()
                .readTree(Json.of(explain(EngineSettings.OPEN, "two.example.com", "A", "192.0.2.0/24")));
        assertEquals(
                List.of("version", "name", "type", "state", "client", "path", "pools", "scope", "answer"),
                List.copyOf(json.propertyNames()));
        assertEquals(1, json.get("version").asInt());
        assertTrue(json.at("/state/verdictsAgeSeconds").isNull());
        assertEquals("example.com./open", json.at("/pools/0/name").asString());
        assertEquals(2.0 / 3, json.at("/pools/0/addresses/0/probability").asDouble(), 1e-9);
        assertEquals(60, json.at("/pools/0/ttl/seconds").asInt());
    }

    @Test
    void whatIsNoQuestionIsSaidSo() {
        assertThrows(IllegalArgumentException.class, () -> Explainer.Question.parse("www", "FOO", null, "127.0.0.1"));
        assertThrows(IllegalArgumentException.class, () -> Explainer.Question.parse("a..b", "A", null, "127.0.0.1"));
        assertThrows(
                IllegalArgumentException.class,
                () -> Explainer.Question.parse("www", "A", "192.0.2.1/24", "127.0.0.1"));
        assertThrows(IllegalArgumentException.class, () -> Explainer.Question.parse("www", "A", null, "resolver"));
    }
}
