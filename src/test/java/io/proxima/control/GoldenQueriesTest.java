package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden queries hold, or say where they do not and what came. */
class GoldenQueriesTest {
    private static final String ZONE = """
            $ORIGIN example.com.
            $TTL 300
            @     SOA ns1 hostmaster 1 3600 600 604800 30
            @     NS  ns1
            ns1   A   127.0.0.1
            plain A   192.0.2.1
            plain A   192.0.2.2
            six   AAAA 2001:db8::1
            text  TXT "a, b" "c # d"
            mail  MX  10 ns1
            mail  MX  20 plain
            alias CNAME www
            sub   NS  ns.sub
            ns.sub A  192.0.2.53
            www 60 A  192.0.2.11
            any   A   192.0.2.11
            duo   A   192.0.2.11
            first A   192.0.2.11
            sh1   A   192.0.2.11
            sh2   A   192.0.2.12
            gz    A   192.0.2.21
            lone  A   192.0.2.31
            """;
    private static final String POLICY = """
            checks:
              web: {kind: tcp, port: 80}
            pools:
              edge:
                check: web
                choose: line
                groups:
                  - {line: office, choose: weighted, members: [sh1, sh2]}
                  - {line: default, members: [gz]}
              all: {check: web, choose: all, members: [sh1, sh2, gz]}
              order: {check: web, choose: failover, all-down: empty, members: [sh1, gz]}
              loose: {members: [lone]}
            names:
              www: {pool: edge}
              any: {pool: all}
              duo: {pool: all, answers: 2}
              first: {pool: order}
              gz: {pool: loose}
            """;

    @TempDir
    private Path folder;

    private Catalog catalog;
    private Path expect;

    @BeforeEach
    void compile() throws IOException {
        Files.createDirectories(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), ZONE);
        Files.writeString(folder.resolve("zones/example.com.policy.yaml"), POLICY);
        Path lines = Files.writeString(folder.resolve("lines.yaml"), "networks: {office: [198.51.100.0/24]}\n");
        expect = folder.resolve("zones/example.com.expect");
        Findings findings = new Findings();
        catalog = new ReleaseReader(new ReleaseFiles(folder.resolve("zones"), List.of(), lines, null))
                .read(findings)
                .map(new CatalogCompiler()::compile)
                .orElseThrow(() -> new AssertionError(findings.sorted()));
    }

    private List<String> found(String text) throws IOException {
        Files.writeString(expect, text);
        Findings findings = new Findings();
        GoldenQueries.ask(catalog, folder.resolve("zones"), findings);
        String name = expect + ":";
        return findings.sorted().stream()
                .map(Finding::toString)
                .map(line -> line.replace(name, ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.example.com A => 192.0.2.2, 192.0.2.1",
                "plain.example.com. A => 192.0.2.1, 192.0.2.2 ttl=300",
                "plain.example.com A => 2 of 192.0.2.1, 192.0.2.2, 192.0.2.3",
                "six.example.com AAAA => 2001:db8:0::1",
                "six.example.com A => NODATA",
                "nowhere.example.com A => NXDOMAIN",
                "example.net A => REFUSED",
                "a.sub.example.com A => REFERRAL",
                "text.example.com TXT => \"a, b\" \"c # d\"   # a comment",
                "mail.example.com MX => 20 plain.example.com., 10 ns1.example.com.",
                "alias.example.com A => 192.0.2.21",
                "alias.example.com CNAME => www.example.com.",
                "www.example.com A client=198.51.100.0/24 => 192.0.2.11 | 192.0.2.12 ttl=60 scope=24",
                "www.example.com A resolver=198.51.100.7 => 192.0.2.12 | 192.0.2.11",
                "www.example.com A client=203.0.113.0/24 => 192.0.2.21",
                "www.example.com A client=198.51.100.0/24 down=sh1 => 192.0.2.12",
                "www.example.com A client=198.51.100.0/24 down=sh1,sh2 => 192.0.2.21",
                "any.example.com A => 192.0.2.11, 192.0.2.12, 192.0.2.21",
                "any.example.com A down=gz => 192.0.2.11, 192.0.2.12",
                "duo.example.com A => 2 of 192.0.2.11, 192.0.2.12, 192.0.2.21",
                "first.example.com A => 192.0.2.11",
                "first.example.com A down=sh1 => 192.0.2.21",
                "first.example.com A down=sh1,gz => NODATA",
                "",
                "# nothing but a comment"
            })
    void whatHoldsIsNoFinding(String line) throws IOException {
        assertEquals(List.of(), found("\n" + line + "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "plain.example.com A => 192.0.2.1 ! 1:24: error: plain.example.com. A is answered 192.0.2.1, 192.0.2.2 (not what is expected here)",
                "plain.example.com A => 192.0.2.1 | 192.0.2.2 ! 1:24: error: plain.example.com. A is answered 192.0.2.1, 192.0.2.2 (not what is expected here)",
                "plain.example.com A => NXDOMAIN ! 1:24: error: plain.example.com. A is answered 192.0.2.1, 192.0.2.2 (not what is expected here)",
                "nowhere.example.com A => NODATA ! 1:26: error: nowhere.example.com. A is answered NXDOMAIN (not what is expected here)",
                "nowhere.example.com A => 192.0.2.1 ! 1:26: error: nowhere.example.com. A is answered NXDOMAIN (not what is expected here)",
                "www.example.com A client=198.51.100.0/24 => 192.0.2.11 ! 1:45: error: www.example.com. A for 198.51.100.0/24 is answered 1 of 192.0.2.11, 192.0.2.12 (not what is expected here)",
                "www.example.com A client=198.51.100.0/24 down=sh1 => 192.0.2.11 ! 1:54: error: www.example.com. A for 198.51.100.0/24 with sh1 down is answered 192.0.2.12 (not what is expected here)",
                "duo.example.com A => 192.0.2.11, 192.0.2.12 ! 1:22: error: duo.example.com. A is answered 2 of 192.0.2.11, 192.0.2.12, 192.0.2.21 (not what is expected here)",
                "duo.example.com A => 192.0.2.11, 192.0.2.12 | 192.0.2.11, 192.0.2.21 ! 1:22: error: duo.example.com. A is answered 2 of 192.0.2.11, 192.0.2.12, 192.0.2.21 (not what is expected here)",
                "any.example.com A => 2 of 192.0.2.11, 192.0.2.12, 192.0.2.21 ! 1:22: error: any.example.com. A is answered 192.0.2.11, 192.0.2.12, 192.0.2.21 (not what is expected here)",
                "plain.example.com A => 192.0.2.1, 192.0.2.2 ttl=60 ! 1:24: error: plain.example.com. A has a TTL of 300, not 60",
                "www.example.com A client=198.51.100.0/24 => 192.0.2.11 | 192.0.2.12 scope=16 ! 1:45: error: www.example.com. A for 198.51.100.0/24 has the scope 24, not 16",
                "www.example.com A => 192.0.2.21 scope=0 ! 1:22: error: www.example.com. A has no scope (a scope comes with client=PREFIX)",
                "www.example.com A down=sh3 => 192.0.2.21 ! 1:19: error: there is no member \"sh3\" (did you mean \"sh1\"?)",
                "gz.example.com A => 192.0.2.31 ttl=x ! 1:36: error: \"x\" is no number",
                "www.example.com A ! 1:1: error: this says no question and answer (NAME TYPE [client=PREFIX] => ADDRESS, or NXDOMAIN or NODATA)",
                "www.example.com A => ! 1:1: error: this says no question and answer (NAME TYPE [client=PREFIX] => ADDRESS, or NXDOMAIN or NODATA)",
                "www.example.com A => ttl=5 ! 1:22: error: no answer is expected (ADDRESS, NXDOMAIN or NODATA before it)",
                "www.example.com HOST => 192.0.2.1 ! 1:17: error: \"HOST\" is no type of records",
                "www..example.com A => 192.0.2.1 ! 1:1: error: \"www..example.com.\" has an empty label",
                "www.example.com A klient=192.0.2.0/24 => 192.0.2.1 ! 1:19: error: unknown key \"klient\" (did you mean \"client\"?)",
                "www.example.com A client=192.0.2.0/33 => 192.0.2.1 ! 1:26: error: \"192.0.2.0/33\" is longer than /32",
                "www.example.com A => 192.0.2.256 ! 1:22: error: \"192.0.2.256\" is no data of a record of type A",
                "www.example.com A => NXDOMIAN ! 1:22: error: \"NXDOMIAN\" is no data of a record of type A (did you mean NXDOMAIN?)",
                "www.example.com A => 192.0.2.1 | ! 1:32: error: an answer is missing here",
                "www.example.com A => 3 of 192.0.2.1, 192.0.2.2 ! 1:22: error: 3 of fewer records, or of alternatives (2 of A, B, C)",
            })
    void whatDoesNotHoldIsSaidWhereItStands(String line, String finding) throws IOException {
        List<String> found = found(line + "\n");
        assertEquals(1, found.size(), found.toString());
        assertEquals(finding, found.getFirst());
    }

    @Test
    void aMemberWithoutACheckCannotBeDown() throws IOException {
        assertEquals(
                List.of("2:18: error: the member \"lone\" has no check that could be down"),
                found("#\ngz.example.com A down=lone => 192.0.2.31\n"));
    }

    @Test
    void theCatalogIsAsItWasAfterwards() throws IOException {
        List<String> before = state();
        assertEquals(List.of(), found("first.example.com A down=sh1,gz => NODATA\n"));
        assertEquals(before, state());
    }

    private List<String> state() {
        return catalog.pools().stream()
                .map(pool -> pool.name()
                        + pool.state().outcome(false)
                        + pool.state().changedAtMillis()
                        + pool.state().verdicts()
                        + pool.state().nextStepMillis())
                .toList();
    }
}
