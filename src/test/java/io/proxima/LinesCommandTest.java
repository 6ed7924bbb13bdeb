package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./proxima lines}, over the configuration that ships and over files of its own. */
class LinesCommandTest {
    private static final String SHIPPED = "proxima.yaml";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void files() throws IOException {
        Files.createDirectory(folder.resolve("zones"));
        write("proxima.yaml", "geo: {lines: lines.yaml}\n");
        write("lines.yaml", """
                networks:
                  office: [203.0.113.0/24, "2001:db8::/47"]
                  lab: [203.0.113.0/26]
                  elsewhere: [198.51.100.0/24]
                """);
        for (String zone : List.of("example.com", "example.net")) {
            write("zones/" + zone + ".zone", """
                    $TTL 300
                    @ SOA ns1 hostmaster 1 3600 600 86400 60
                    @ NS ns1.example.org.
                    www A 192.0.2.1
                    """);
            write("zones/" + zone + ".policy.yaml", """
                    pools:
                      edge:
                        choose: line
                        groups:
                          - {line: lab, members: [www]}
                          - {line: office, choose: line, groups: [{line: JP, members: [www]}, {line: default, members: [www]}]}
                          - {line: default, members: [www]}
                      %s: {choose: failover, members: [www]}
                    names:
                      www: {pool: edge}
                    """.formatted(zone.replace('.', '-')));
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private int run(Path config, String... arguments) {
        List<String> all = new ArrayList<>(List.of("lines"));
        all.addAll(Arrays.asList(arguments));
        all.addAll(List.of("--config", config.toString()));
        return CommandLines.run(folder, out, err, all.toArray(String[]::new));
    }

    private int own(String... arguments) {
        return run(folder.resolve("proxima.yaml"), arguments);
    }

    @Test
    void anAddressFallsOnLinesForReasonsInFiles() {
        assertEquals(0, run(Path.of(SHIPPED), "198.51.100.1"), err.toString());
        assertEquals("""
                198.51.100.1 falls on these lines, the best first:
                  CN-SH/unicom
                  CN-SH
                  east-china/unicom
                  east-china
                  CN/unicom
                  asia/unicom
                  unicom
                  CN
                  asia
                  default
                What is known of it, and decides:
                  country      CN
                  province     CN-SH
                  continent    AS
                  ISP          unicom
                  coordinates  31.23, 121.47
                What the files say, the first that knows a fact gives it:
                """, out.toString().substring(0, out.toString().indexOf("  geoip")));
        assertTrue(
                out.toString().contains("geoip/demo-asn.mmdb, 198.51.100.0/26\n    autonomous_system_number: 4837\n"));
        assertTrue(out.toString().endsWith("The same holds for 198.51.100.0/26.\n"), out.toString());
    }

    @Test
    void ownNetworksAreNamedWithTheirFile() {
        assertEquals(0, own("203.0.113.1/32", "--json"), err.toString());
        JsonObject told = new JsonObject(out.toString());
        assertEquals(JsonArray.of("lab", "office", "default"), told.getJsonArray("lines"));
        assertEquals(JsonArray.of("lab", "office"), told.getJsonObject("facts").getJsonArray("networks"));
        assertEquals("203.0.113.0/26", told.getString("extent"));
        JsonObject first = told.getJsonArray("files").getJsonObject(0);
        assertEquals(folder.resolve("lines.yaml").toString(), first.getString("file"));
        assertEquals("203.0.113.0/26", first.getString("network"));
        assertEquals("lab", first.getJsonObject("facts").getString("line"));
        assertEquals(2, told.getJsonArray("files").size());
    }

    @Test
    void whatNobodyKnowsFallsOnDefault() {
        assertEquals(0, own("192.0.2.1"), err.toString());
        assertEquals("""
                192.0.2.1 falls on these lines, the best first:
                  default
                Nothing is known of it.
                The same holds for 192.0.0.0/6.
                """, out.toString());
    }

    @Test
    void aPoolsLinesAreCountedAndThoseWithoutAnyNamed() {
        assertEquals(0, own("--pool", "edge", "example.net."), err.toString());
        assertEquals("""
                edge of example.net., in shares of the addresses that the files know:
                  line     IPv4 addresses    share  IPv6 /48s     share
                  lab                  64  12.50 %          0    0.00 %
                  office              192  37.50 %          2  100.00 %
                  default             256  50.00 %          0    0.00 %
                No file knows 4,294,966,784 IPv4 addresses and 281,474,976,710,654 /48s; they fall on default.
                edge/2 of example.net., in shares of the addresses that the files know:
                  line     IPv4 addresses     share  IPv6 /48s     share
                  JP                    0    0.00 %          0    0.00 %
                  default             512  100.00 %          2  100.00 %
                No address falls on JP first.
                No file knows 4,294,966,784 IPv4 addresses and 281,474,976,710,654 /48s; they fall on default.
                """, out.toString());
    }

    @Test
    void countsAreNumbersInJson() {
        assertEquals(0, own("--pool", "edge", "example.com", "--json"), err.toString());
        JsonObject node = new JsonObject(out.toString()).getJsonArray("nodes").getJsonObject(1);
        assertEquals("edge/2", node.getString("name"));
        assertEquals(JsonArray.of("JP"), node.getJsonArray("none"));
        JsonObject everything = node.getJsonArray("lines").getJsonObject(1);
        assertEquals("default", everything.getString("line"));
        assertEquals(512, everything.getLong("ipv4_addresses"));
        assertEquals(1.0, everything.getDouble("ipv6_share"));
        assertEquals(4_294_966_784L, node.getJsonObject("unknown").getLong("ipv4_addresses"));
    }

    @Test
    void exitCodesTellWhoseFaultItIs() throws IOException {
        assertEquals(2, own());
        assertEquals(2, own("192.0.2.300"));
        assertEquals(2, own("192.0.2.1/24"));
        assertEquals(1, own("--pool", "nowhere"));
        assertEquals(1, own("--pool", "edge"));
        assertEquals(1, own("--pool", "edge", "example.org"));
        assertEquals(1, own("--pool", "example-com"));
        assertEquals("""
                proxima lines: name an address, a prefix or --pool POOL
                proxima lines: "192.0.2.300" is no address
                proxima lines: "192.0.2.1/24" has bits set beyond its length; write 192.0.2.0/24
                proxima lines: there is no pool "nowhere"
                proxima lines: several zones have a pool "edge"; name one of example.com., example.net.
                proxima lines: there is no pool "edge" in the policy of example.org
                proxima lines: pool "example-com" does not choose by line
                """, err.toString());
        write("lines.yaml", "networks: {nonsense/: [192.0.2.0/24]}\n");
        assertEquals(1, own("192.0.2.1"));
        assertTrue(err.toString().contains("lines.yaml:1:12: error: "), err.toString());
        assertEquals("", out.toString());
    }
}
