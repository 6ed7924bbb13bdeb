package io.proxima.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.proxima.net.Prefix;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
    private static final Name APEX = Name.parse("example.com.");
    private static final Path EXAMPLE = Path.of("src/test/resources/accepted/policies/example.com.policy.yaml");
    private static final String FILE = "example.com.policy.yaml";

    private final Findings findings = new Findings();

    private Policy read(String text) {
        return PolicyReader.read(FILE, text, APEX, findings)
                .orElseThrow(() -> new AssertionError(findings.sorted().toString()));
    }

    private Policy example() {
        try {
            return read(Files.readString(EXAMPLE));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Place at(int line, int column) {
        return new Place(FILE, line, column);
    }

    private static Member.Source owner(String name) {
        return new Member.Source.Owner(Name.parse(name, APEX));
    }

    private static Group root(Policy policy, String pool) {
        return Objects.requireNonNull(
                Objects.requireNonNull(policy.pools().get(pool)).root());
    }

    private static Group child(Group group, int index) {
        return ((Group.Children.Groups) group.children()).groups().get(index);
    }

    private static Stability upAtLeast(int members) {
        return new Stability(UpAtLeast.members(members), 0, Duration.ZERO);
    }

    @Test
    void exampleHasNoFindings() {
        Policy policy = example();
        assertEquals(List.of(), findings.sorted());
        assertEquals(APEX, policy.zone());
        assertEquals(FILE, policy.file());
    }

    @Test
    void checksOfTheExample() {
        assertEquals(
                List.of(new Check(
                        "web",
                        new Ask.Http(
                                new Tls(true, null, null, null),
                                false,
                                "/healthz",
                                "www.example.com",
                                Map.of(),
                                List.of(new Statuses(200, 200)),
                                Map.of(),
                                null,
                                65_536),
                        443,
                        new Pace(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(1), 0.1),
                        Source.ANY,
                        2,
                        2,
                        3,
                        Holds.NONE,
                        at(3, 3))),
                List.copyOf(example().checks().values()));
    }

    @Test
    void membersAndSitesOfTheExample() {
        Policy policy = example();
        assertEquals(
                List.of(
                        new Member("sh-cu-1", owner("sh-cu-1"), 3, "shanghai", null, null, at(14, 3)),
                        new Member("sh-cu-2", owner("sh-cu-2"), 1, "shanghai", null, null, at(15, 3)),
                        new Member("gz-ct-1", owner("gz-ct-1"), 1, "guangzhou", null, null, at(16, 3)),
                        new Member(
                                "192.0.2.31",
                                new Member.Source.Literal(Prefix.address("192.0.2.31")),
                                1,
                                "frankfurt",
                                null,
                                null,
                                at(17, 3))),
                List.copyOf(policy.members().values()));
        assertEquals(
                List.of(
                        new Site("shanghai", 31.23, 121.47),
                        new Site("guangzhou", 23.13, 113.26),
                        new Site("frankfurt", 50.11, 8.68)),
                List.copyOf(policy.sites().values()));
    }

    @Test
    void poolOfTheExample() {
        Policy policy = example();
        List<Member> members = List.copyOf(policy.members().values());
        Group unicom = group("edge/1", "CN-SH/unicom", new Rule.Weighted(), members.subList(0, 2), at(29, 9));
        Group telecom = group("edge/2", "CN/telecom", new Rule.RoundRobin(), members.subList(2, 3), at(30, 9));
        Group others =
                group("edge/3", "default", new Rule.Nearest(0), List.of(members.get(3), members.get(2)), at(31, 9));
        Group root = new Group(
                "edge",
                null,
                OptionalInt.empty(),
                null,
                new Rule.Line(),
                "web",
                Stability.USUAL,
                new Group.Children.Groups(List.of(unicom, telecom, others)),
                at(25, 3));
        assertEquals(
                List.of(new Pool(
                        "edge", root, new Rule.All(), "web", Stability.USUAL, new AllDown.ServeAll(), at(25, 3))),
                List.copyOf(policy.pools().values()));
    }

    private static Group group(String name, String line, Rule choose, List<Member> members, Place place) {
        return new Group(
                name,
                line,
                OptionalInt.empty(),
                null,
                choose,
                "web",
                Stability.USUAL,
                new Group.Children.Members(members),
                place);
    }

    @Test
    void namesOfTheExample() {
        assertEquals(
                List.of(
                        new SteeredName(
                                Name.parse("www.example.com."),
                                new PoolRef(APEX, "edge", at(36, 21)),
                                OptionalInt.of(2),
                                null,
                                true,
                                at(36, 3)),
                        new SteeredName(
                                Name.parse("*.shop.example.com."),
                                new PoolRef(APEX, "edge", at(37, 21)),
                                OptionalInt.empty(),
                                null,
                                true,
                                at(37, 3)),
                        new SteeredName(
                                Name.parse("api.example.com."),
                                new PoolRef(APEX, "edge", at(38, 21)),
                                OptionalInt.empty(),
                                new SteeredName.Ttl(60, 5),
                                true,
                                at(38, 3))),
                List.copyOf(example().names().values()));
    }

    @Test
    void nearerSettingWins() {
        Policy policy = read("""
                checks: {web: {kind: http}, tcp: {kind: tcp, port: 443}}
                sites: {tokyo: {at: [35.68, 139.69]}, osaka: {at: [34.69, 135.50]}}
                pools:
                  edge:
                    check: web
                    site: tokyo
                    up-at-least: 2
                    choose: failover
                    groups:
                      - {members: [a, b]}
                      - choose: weighted
                        check: tcp
                        up-at-least: 1
                        groups:
                          - {name: west, weight: 3, site: osaka, members: [c]}
                          - {weight: 1, members: [d]}
                names: {www: {pool: edge}}
                """);
        Group root = root(policy, "edge");
        Group first = child(root, 0);
        assertEquals(
                List.of("web", "tokyo", upAtLeast(2)),
                List.of(first.check() + "", first.site() + "", first.stability()));
        Group west = child(child(root, 1), 0);
        assertEquals(
                List.of("tcp", "osaka", Stability.USUAL),
                List.of(west.check() + "", west.site() + "", west.stability()));
        assertEquals("west", west.name());
        assertEquals(OptionalInt.of(3), west.weight());
        Group last = child(child(root, 1), 1);
        assertEquals("edge/2/2", last.name());
        assertEquals("tokyo", last.site());
        assertEquals(List.of(), findings.sorted());
    }

    /** A panic share holds where it stands; the others for all below, unless they say otherwise. */
    @Test
    void stabilityIsInheritedButForPanic() {
        Policy policy = read("""
                members: {c: {slow-start: 1m}, d: {slow-start: off}}
                pools:
                  edge:
                    choose: random
                    up-at-least: 50%
                    panic: 70%
                    slow-start: 2m
                    groups:
                      - {choose: weighted, members: [a, b]}
                      - {choose: weighted, up-at-least: 1, panic: 100%, slow-start: off, members: [c, d]}
                  flat: {choose: random, up-at-least: 0%, panic: 1%, slow-start: 1d}
                names: {www: {pool: edge}, api: {pool: flat}}
                """);
        assertEquals(List.of(), findings.sorted());
        Group root = root(policy, "edge");
        UpAtLeast half = new UpAtLeast(50, true);
        assertEquals(new Stability(half, 70, Duration.ofMinutes(2)), root.stability());
        assertEquals(
                new Stability(half, 0, Duration.ofMinutes(2)), child(root, 0).stability());
        assertEquals(
                new Stability(UpAtLeast.ONE, 100, Duration.ZERO), child(root, 1).stability());
        assertEquals(
                new Stability(new UpAtLeast(0, true), 1, Duration.ofDays(1)),
                Objects.requireNonNull(policy.pools().get("flat")).stability());
        assertEquals(
                Duration.ofMinutes(1),
                Objects.requireNonNull(policy.members().get("c")).slowStart());
        assertEquals(
                Duration.ZERO, Objects.requireNonNull(policy.members().get("d")).slowStart());
    }

    @Test
    void poolWithoutChildrenIsFlat() {
        Policy policy = read("""
                checks: {web: {kind: http}}
                pools:
                  all:
                  some: {choose: random, check: web, up-at-least: 2, all-down: empty}
                names: {"@": {pool: all}, www: {pool: some, ttl: 30s}}
                """);
        assertEquals(
                List.of(
                        new Pool("all", null, new Rule.All(), null, Stability.USUAL, new AllDown.ServeAll(), at(3, 3)),
                        new Pool("some", null, new Rule.Random(), "web", upAtLeast(2), new AllDown.Empty(), at(4, 3))),
                List.copyOf(policy.pools().values()));
        assertEquals(APEX, policy.names().keySet().iterator().next());
        assertEquals(
                new SteeredName.Ttl(30, 30),
                Objects.requireNonNull(policy.names().get(Name.parse("WWW.example.com.")))
                        .ttl());
    }

    @Test
    void consistentHashHasAKey() {
        Policy policy = read("""
                pools:
                  usual: {choose: consistent-hash}
                  short: {choose: consistent-hash, key: {ipv4: 16}}
                  long: {choose: consistent-hash, key: {ipv4: 32, ipv6: 128}, members: [a, b]}
                  line: {choose: consistent-hash, key: line}
                names: {a: {pool: usual}, b: {pool: short}, c: {pool: long}, d: {pool: line}}
                """);
        List<Rule> rules = policy.pools().values().stream()
                .map(pool -> pool.root() == null ? pool.flatRule() : pool.root().choose())
                .toList();
        assertEquals(
                List.of(
                        new Rule.ConsistentHash(new Rule.Key.Network(24, 56)),
                        new Rule.ConsistentHash(new Rule.Key.Network(16, 56)),
                        new Rule.ConsistentHash(new Rule.Key.Network(32, 128)),
                        new Rule.ConsistentHash(new Rule.Key.BestLine())),
                rules);
    }

    @Test
    void poolsAndMembersOfOtherZones() {
        Policy policy = read("""
                pools:
                  edge: {members: [a, b.example.net.], all-down: {pool: spare.example.net.}}
                names:
                  www: {pool: edge.example.com.}
                  far: {pool: edge.example.net.}
                """);
        Name other = Name.parse("example.net.");
        assertEquals(
                new AllDown.Other(new PoolRef(other, "spare", at(2, 57))),
                Objects.requireNonNull(policy.pools().get("edge")).allDown());
        assertEquals(
                List.of(new PoolRef(APEX, "edge", at(4, 15)), new PoolRef(other, "edge", at(5, 15))),
                policy.names().values().stream().map(SteeredName::pool).toList());
        assertEquals(
                owner("b.example.net."),
                Objects.requireNonNull(policy.members().get("b.example.net.")).source());
    }

    @Test
    void defaultsOfAShortCheckFitItsInterval() {
        Policy policy = read("""
                checks: {web: {kind: http, every: 1s}}
                pools: {edge: {check: web, members: [a]}}
                names: {www: {pool: edge}}
                """);
        Check check = Objects.requireNonNull(policy.checks().get("web"));
        assertEquals(Duration.ofSeconds(1), check.timeout());
        assertEquals(80, check.port());
        Ask.Http ask = (Ask.Http) check.ask();
        assertEquals("/", ask.path());
        assertNull(ask.host());
    }

    @Test
    void emptyFileSteersNothing() {
        Policy policy = read("");
        assertEquals(List.of(), List.copyOf(policy.names().values()));
    }
}
