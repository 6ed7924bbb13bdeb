package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whom an operator's words name, over two zones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TargetTest {
    private static final String ZONE = """
            $TTL 300
            @     IN SOA ns1 hostmaster 1 7200 3600 1209600 600
                  IN NS  ns1
            ns1   IN A   192.0.2.53
            www   IN A   192.0.2.1
                  IN A   192.0.2.2
            flat  IN A   192.0.2.3
                  IN AAAA 2001:db8::3
            sh-1  IN A   192.0.2.1
            sh-2  IN A   192.0.2.2
            gz-1  IN A   192.0.2.4
            fra   IN A   192.0.2.5
            """;
    private static final String COM = """
            sites:
              shanghai: {at: [31.23, 121.47]}
              guangzhou: {at: [23.13, 113.26]}
              edge: {at: [50.11, 8.68]}
            members:
              sh-1: {site: shanghai}
              SH-2.example.com.: {site: shanghai}
              gz-1: {site: guangzhou}
              fra: {site: edge}
            pools:
              edge:
                choose: failover
                groups:
                  - {name: east, choose: random, members: [sh-1, sh-2]}
                  - {choose: random, members: [gz-1, fra]}
              origin: {choose: random, members: [sh-1, gz-1]}
              flat: {choose: all}
              sh-1: {choose: random, members: [fra]}
              sorry: {choose: all, all-down: {pool: flat}, members: [fra]}
            names:
              www: {pool: edge}
              flat: {pool: flat}
            """;
    private static final String NET = """
            sites:
              shanghai: {at: [31.23, 121.47]}
            pools:
              edge: {site: shanghai, choose: random, members: [sh-1, sh-2.example.com.]}
              flat: {choose: all}
            names:
              www: {pool: edge}
              flat: {pool: sorry.example.com.}
            """;

    private Roster roster = new Roster(List.of());

    @BeforeAll
    void read(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("example.com.zone"), ZONE);
        Files.writeString(folder.resolve("example.com.policy.yaml"), COM);
        Files.writeString(folder.resolve("example.net.zone"), ZONE.replace("192.0.2.3", "192.0.2.30"));
        Files.writeString(folder.resolve("example.net.policy.yaml"), NET);
        Findings findings = new Findings();
        roster = Roster.of(new ReleaseReader(new ReleaseFiles(folder, List.of(), null, null))
                .read(findings)
                .orElseThrow(() -> new AssertionError(findings.sorted())));
    }

    private void means(String text, String... members) {
        Target target = Target.find(roster, text);
        assertEquals(
                List.of(members),
                target.members().stream().map(Object::toString).toList(),
                () -> text + " " + target);
    }

    private void isProblem(String text, String problem) {
        Target target = Target.find(roster, text);
        assertEquals(problem, target.problem() + " (" + target.hint() + ")");
        assertEquals(List.of(), target.members());
    }

    @Test
    void memberIsMeantInEveryPoolItStandsIn() {
        means("gz-1", "example.com./edge/gz-1", "example.com./origin/gz-1");
        means("GZ-1", "example.com./edge/gz-1", "example.com./origin/gz-1");
        means("gz-1.example.com.", "example.com./edge/gz-1", "example.com./origin/gz-1");
    }

    @Test
    void memberOfSeveralZonesIsOneServerOnlyWhereItIs() {
        means("sh-2.example.com.", "example.com./edge/SH-2.example.com.", "example.net./edge/sh-2.example.com.");
        isProblem(
                "member:sh-1",
                "\"member:sh-1\" is a member in several zones (say member:example.com./sh-1 or member:example.net./sh-1)");
        means("member:example.com./sh-1", "example.com./edge/sh-1", "example.com./origin/sh-1");
        means("example.net./sh-1", "example.net./edge/sh-1");
        means("EXAMPLE.NET./sh-1", "example.net./edge/sh-1");
    }

    @Test
    void memberOfOnePool() {
        means("origin/sh-1", "example.com./origin/sh-1");
        isProblem(
                "edge/sh-1",
                "\"edge/sh-1\" is a member in several zones (say example.com./edge/sh-1 or example.net./edge/sh-1)");
        means("example.com./edge/sh-1", "example.com./edge/sh-1");
    }

    @Test
    void groupOfAPool() {
        means("edge/east", "example.com./edge/SH-2.example.com.", "example.com./edge/sh-1");
        means("edge/2", "example.com./edge/fra", "example.com./edge/gz-1");
        means("group:east", "example.com./edge/SH-2.example.com.", "example.com./edge/sh-1");
    }

    @Test
    void poolAndSite() {
        means("origin", "example.com./origin/gz-1", "example.com./origin/sh-1");
        means("guangzhou", "example.com./edge/gz-1", "example.com./origin/gz-1");
        means(
                "shanghai",
                "example.com./edge/SH-2.example.com.",
                "example.com./edge/sh-1",
                "example.com./origin/sh-1",
                "example.net./edge/sh-1",
                "example.net./edge/sh-2.example.com.");
        means("site:example.net./shanghai", "example.net./edge/sh-1", "example.net./edge/sh-2.example.com.");
        isProblem("edge", "\"edge\" is a pool and a site (say pool:edge or site:edge)");
        isProblem("sh-1", "\"sh-1\" is a member and a pool (say member:sh-1 or pool:sh-1)");
        means("pool:sh-1", "example.com./sh-1/fra");
    }

    @Test
    void poolWithoutMembersHasTheAddressesOfAllThatItAnswersFor() {
        means(
                "example.com./flat",
                "example.com./flat/192.0.2.3",
                "example.com./flat/192.0.2.30",
                "example.com./flat/2001:db8:0:0:0:0:0:3");
        means("flat/2001:DB8::3", "example.com./flat/2001:db8:0:0:0:0:0:3");
        means("192.0.2.30", "example.com./flat/192.0.2.30");
    }

    @Test
    void patternsMeanMembersUnlessTheySayOfWhat() {
        means("edge/ea*");
        means("group:edge/ea*", "example.com./edge/SH-2.example.com.", "example.com./edge/sh-1");
        means("*/gz-?", "example.com./edge/gz-1", "example.com./origin/gz-1");
        means("example.com./origin/*", "example.com./origin/gz-1", "example.com./origin/sh-1");
        means("pool:or*", "example.com./origin/gz-1", "example.com./origin/sh-1");
        means("example.com./edge/sh-*", "example.com./edge/SH-2.example.com.", "example.com./edge/sh-1");
        means("*z*1", "example.com./edge/gz-1", "example.com./origin/gz-1");
    }

    @Test
    void whatMeansNothingGetsTheNearestName() {
        isProblem("orgin", "nothing is named \"orgin\" (did you mean \"origin\"?)");
        isProblem("origin/gz-2", "nothing is named \"origin/gz-2\" (did you mean \"origin/gz-1\"?)");
        isProblem(
                "example.org./edge",
                "no pool stands in a policy of the zone \"example.org.\" (known: example.com., example.net.)");
        isProblem("", "nobody is named (a member, POOL/MEMBER, POOL/GROUP, a pool or a site)");
        isProblem("edge/", "nobody is named (a member, POOL/MEMBER, POOL/GROUP, a pool or a site)");
        isProblem("pool:edge/x", "\"pool:edge/x\" has a name too many for a pool (null)");
        isProblem(
                "site:origin",
                "nothing is named \"site:origin\" (known: 192.0.2.3, 192.0.2.30, "
                        + "2001:db8:0:0:0:0:0:3, SH-2.example.com., edge, flat, fra, guangzhou, gz-1, origin, sh-1, "
                        + "sh-2.example.com., shanghai, sorry)");
    }

    @Test
    void hugePatternIsMatchedInTimeOfItsLength() {
        means("*a".repeat(20_000));
    }
}
