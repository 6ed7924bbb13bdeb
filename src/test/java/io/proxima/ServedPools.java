package io.proxima;

import static org.awaitility.Awaitility.await;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.ControlException;
import io.proxima.source.Findings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.xbill.DNS.Rcode;
import tools.jackson.databind.JsonNode;

/** A replica with a history: two releases, pools in which one is down, one drained and one up, and queries that were asked. */
final class ServedPools implements AutoCloseable {
    private static final String ZONE = """
            $TTL 60
            @     IN SOA ns1 hostmaster %d 3600 600 604800 30
            @     IN NS  ns1
            ns1   IN A   192.0.2.53
            www   IN A   192.0.2.1
            up-1  IN A   127.0.0.1
            down-1 IN A  127.0.0.2
            out-1 IN A   192.0.2.7
            api   IN A   192.0.2.1
            flat  IN A   192.0.2.9
            flat2 IN A   192.0.2.8
            """;
    private static final String POLICY = """
            sites:
              shanghai: {at: [31.23, 121.47]}
              guangzhou: {at: [23.13, 113.26]}
            checks:
              web: {kind: tcp, port: PORT, every: 200ms, timeout: 200ms, fast: 100ms, fall: 1, rise: 1}
            members:
              up-1: {site: shanghai, weight: 3, capacity: 3000}
              down-1: {site: guangzhou}
              out-1: {site: guangzhou}
            pools:
              edge:
                choose: failover
                groups:
                  - {name: south, check: web, up-at-least: 50%, members: [up-1, down-1]}
                  - {name: rest, members: [out-1]}
              crowd: {panic: 60%, choose: random, check: web, members: [up-1, down-1]}
              flat: {choose: all}
            names:
              www: {pool: edge, ttl: {steady: 60s, unsettled: 10s}}
              api: {pool: crowd}
              flat: {pool: flat}
              flat2: {pool: flat}
            """;

    private final ServerSocket member;
    private final InetSocketAddress dns;
    final Path config;
    final Proxima proxima;
    final ControlClient client;

    /** Starts one; done when its verdicts are there. */
    ServedPools(Path folder) throws IOException, ControlException {
        member = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), ZONE.formatted(1));
        Files.writeString(
                folder.resolve("zones/example.com.policy.yaml"),
                POLICY.replace("PORT", String.valueOf(member.getLocalPort())));
        dns = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Asking.freePort());
        config = Files.writeString(folder.resolve("proxima.yaml"), """
                node: ns1
                listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                state: state
                """.formatted(dns.getPort(), Asking.freePort()));
        Findings findings = new Findings();
        ServerConfig read = ServerConfig.read(config, findings).orElseThrow();
        proxima = Proxima.start(read, findings)
                .orElseThrow(() -> new AssertionError(findings.sorted().toString()));
        client = new ControlClient(ControlClient.urlOf(proxima.control().address()));
        await().atMost(Duration.ofSeconds(15))
                .until(() -> members("?state=down").path("members").size() == 2);
        client.post("/v1/overrides", Map.of("target", "out-1", "word", "drain", "why", "kernel", "owner", "ann"));
        Files.writeString(folder.resolve("zones/example.com.zone"), ZONE.formatted(2));
        client.post("/v1/releases", Map.of("files", true, "why", "second"));
        for (String name : new String[] {"www.example.com", "api.example.com", "flat.example.com"}) {
            await().until(() -> Asking.ask(dns, name, "198.51.100.0/24", false).getRcode() == Rcode.NOERROR);
        }
    }

    JsonNode members(String query) throws ControlException {
        return client.get("/v1/members" + query);
    }

    @Override
    public void close() throws IOException {
        try (member) {
            proxima.close();
        }
    }
}
