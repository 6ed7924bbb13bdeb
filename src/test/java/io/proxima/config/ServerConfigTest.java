package io.proxima.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.config.ServerConfig.Access;
import io.proxima.config.ServerConfig.Cluster;
import io.proxima.config.ServerConfig.Cookies;
import io.proxima.config.ServerConfig.Debug;
import io.proxima.config.ServerConfig.Ecs;
import io.proxima.config.ServerConfig.Geo;
import io.proxima.config.ServerConfig.Identity;
import io.proxima.config.ServerConfig.Listen;
import io.proxima.config.ServerConfig.Releases;
import io.proxima.config.ServerConfig.Udp;
import io.proxima.net.Prefix;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerConfigTest {
    private static final Endpoint LOOPBACK = Endpoint.parse("127.0.0.1:5300");

    @TempDir
    Path directory;

    private final Findings findings = new Findings();

    private ServerConfig read(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("proxima.yaml"), text);
        return ServerConfig.read(file, findings)
                .orElseThrow(() -> new AssertionError(findings.sorted().toString()));
    }

    @Test
    void everyDefault() throws IOException {
        ServerConfig config = read("");
        assertEquals(HostName.own(), config.node());
        assertEquals("default", config.site());
        assertEquals(new Listen(List.of(LOOPBACK), List.of(), Endpoint.parse("127.0.0.1:8053")), config.listen());
        assertEquals(directory.resolve("zones"), config.zones());
        assertEquals(new Geo(List.of(), null, null), config.geo());
        assertEquals(new Ecs(List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0"))), config.ecs());
        assertEquals(new Access(List.of(), List.of()), config.access());
        assertEquals(new Identity(null, null, null), config.identity());
        assertEquals(new Cookies(true, null), config.cookies());
        assertEquals(new Udp(Udp.Engine.AUTO, OptionalInt.empty()), config.udp());
        assertEquals(new Releases(Duration.ofMillis(100)), config.releases());
        assertEquals(new TcpLimits(2_000, 100, Duration.ofSeconds(10)), config.tcp());
        assertNull(config.cluster());
        assertEquals(directory.resolve("var"), config.state());
        assertEquals(List.of(), findings.sorted());
        assertEquals(config, ServerConfig.defaults(directory));
    }

    @Test
    void everyKey() throws IOException {
        Files.createDirectories(directory.resolve("geoip"));
        Files.createDirectories(directory.resolve("data"));
        Files.createDirectories(directory.resolve("tls"));
        for (String file : List.of(
                "geoip/city.mmdb",
                "geoip/asn.mmdb",
                "geoip/own.yaml",
                "cluster.key",
                "cookies.key",
                "tokens",
                "tls/server.pem",
                "tls/server.key",
                "tls/callers.pem")) {
            Files.writeString(directory.resolve(file), "");
        }
        ServerConfig config = read("""
                node: ns1
                site: shanghai
                listen:
                  dns: ["127.0.0.1:5301", "[::1]:5301"]
                  xdp: [eth0, enp1s0f1.7]
                  control: "127.0.0.1:8054"
                zones: data
                geo:
                  databases: [geoip/city.mmdb, geoip/asn.mmdb]
                  lines: geoip/own.yaml
                  home: CN
                ecs: {accept-from: [192.0.2.0/24, "2001:db8::/32"]}
                access: {allow: [192.0.2.0/24], refuse: [192.0.2.128/25]}
                identity: {nsid: ns1.example.net, version: "1.0", id: ns1}
                cookies: {answer: false, secrets-file: cookies.key}
                udp: {engine: native, threads: 2}
                tcp: {connections: 50000, per-client: 1000, idle: 30s}
                debug: {explain-from: [127.0.0.1/32, "2001:db8::/64"]}
                releases: {quiet: 250ms}
                control:
                  tokens-file: tokens
                  metrics: open
                  tls: {certificate: tls/server.pem, key: tls/server.key, client-ca: tls/callers.pem}
                cluster:
                  bind: 192.0.2.2:5701
                  members: [192.0.2.2:5701, 192.0.2.3:5701, "[2001:db8::4]:5701"]
                  key-file: cluster.key
                samples: off
                state: /var/lib/proxima
                """);
        List<Endpoint> members = List.of(
                Endpoint.parse("192.0.2.2:5701"),
                Endpoint.parse("192.0.2.3:5701"),
                Endpoint.parse("[2001:db8::4]:5701"));
        assertEquals(
                new ServerConfig(
                        "ns1",
                        "shanghai",
                        new Listen(
                                List.of(Endpoint.parse("127.0.0.1:5301"), Endpoint.parse("[::1]:5301")),
                                List.of("eth0", "enp1s0f1.7"),
                                Endpoint.parse("127.0.0.1:8054")),
                        directory.resolve("data"),
                        new Geo(
                                List.of(directory.resolve("geoip/city.mmdb"), directory.resolve("geoip/asn.mmdb")),
                                directory.resolve("geoip/own.yaml"),
                                "CN"),
                        new Ecs(List.of(Prefix.parse("192.0.2.0/24"), Prefix.parse("2001:db8::/32"))),
                        new Access(List.of(Prefix.parse("192.0.2.0/24")), List.of(Prefix.parse("192.0.2.128/25"))),
                        new Identity("ns1.example.net", "1.0", "ns1"),
                        new Cookies(false, directory.resolve("cookies.key")),
                        new Udp(Udp.Engine.NATIVE, OptionalInt.of(2)),
                        new TcpLimits(50_000, 1_000, Duration.ofSeconds(30)),
                        new Debug(List.of(Prefix.parse("127.0.0.1/32"), Prefix.parse("2001:db8::/64"))),
                        new Releases(Duration.ofMillis(250)),
                        false,
                        new ControlAccess(
                                directory.resolve("tokens"),
                                false,
                                true,
                                new ControlAccess.Tls(
                                        directory.resolve("tls/server.pem"),
                                        directory.resolve("tls/server.key"),
                                        directory.resolve("tls/callers.pem"))),
                        new Cluster(members.getFirst(), members, directory.resolve("cluster.key")),
                        Path.of("/var/lib/proxima")),
                config);
        assertEquals(List.of(), findings.sorted());
    }

    @Test
    void addressThatOthersReachWantsTokensOrAWord() throws IOException {
        assertTrue(ServerConfig.read(written("listen: {control: \"192.0.2.1:8053\"}"), findings)
                .isEmpty());
        assertTrue(
                findings.sorted().toString().contains("no tokens say who may do what"),
                () -> findings.sorted().toString());
        assertTrue(ServerConfig.read(written("listen: {control: \"0.0.0.0:8053\"}"), new Findings())
                .isEmpty());
        assertTrue(ServerConfig.read(
                        written("listen: {control: \"192.0.2.1:8053\"}\ncontrol: {open: true}"), new Findings())
                .isPresent());
        assertTrue(ServerConfig.read(
                        written("listen: {control: \"192.0.2.1:8053\"}\ncontrol: {tokens-file: tokens}"),
                        new Findings())
                .isPresent());
    }

    private Path written(String text) throws IOException {
        return Files.writeString(directory.resolve("proxima.yaml"), text);
    }

    @Test
    void linesAtTheirUsualPlaceAreFound() throws IOException {
        Files.createDirectories(directory.resolve("geoip"));
        Path lines = Files.writeString(directory.resolve("geoip/lines.yaml"), "");
        assertEquals(lines, read("").geo().lines());
    }

    @Test
    void queriesAreSampledUnlessToldOtherwise() throws IOException {
        assertEquals(true, read("").samples());
        assertEquals(true, read("samples: on").samples());
    }

    @Test
    void nobodyMayAskForExplanationsUnlessListed() throws IOException {
        assertEquals(List.of(), read("").debug().explainFrom());
    }

    @Test
    void nobodyIsBelievedWhereTheListIsEmpty() throws IOException {
        assertEquals(List.of(), read("ecs: {accept-from: []}").ecs().acceptFrom());
    }

    @Test
    void constructorsRefuseWhatCannotBeServed() {
        Path key = Path.of("cluster.key");
        assertThrows(IllegalArgumentException.class, () -> new Listen(List.of(), List.of(), LOOPBACK));
        assertThrows(IllegalArgumentException.class, () -> new Listen(List.of(LOOPBACK), List.of(), LOOPBACK));
        assertThrows(IllegalArgumentException.class, () -> new Geo(List.of(), null, "cn"));
        assertThrows(IllegalArgumentException.class, () -> new Udp(Udp.Engine.AUTO, OptionalInt.of(257)));
        assertThrows(IllegalArgumentException.class, () -> new Cluster(LOOPBACK, List.of(), key));
        assertThrows(IllegalArgumentException.class, () -> new Endpoint(LOOPBACK.address(), 65_536));
    }

    @Test
    void endpointsPrintAsTheyAreWritten() {
        for (String text : List.of("127.0.0.1:5300", "[::1]:5300", "[::]:53", "[2001:db8::4]:53", "[2001:db8::]:1")) {
            assertEquals(text, Endpoint.parse(text).toString());
        }
    }

    @Test
    void hostNamesAreMadeToFit() {
        assertEquals("ns1.example.com", HostName.fit("ns1.example.com\n"));
        assertEquals("a-b", HostName.fit("_a b"));
        assertEquals("localhost", HostName.fit(""));
    }
}
