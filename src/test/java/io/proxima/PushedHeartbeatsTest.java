package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.config.ServerConfig;
import io.proxima.source.Findings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real replicas, each with a vote of two: what a member tells one of them counts at both. */
class PushedHeartbeatsTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Set<String> UP = Set.of("192.0.2.1");

    @TempDir
    private Path folder;

    private final List<Proxima> replicas = new ArrayList<>();
    private final List<InetSocketAddress> dns = new ArrayList<>();
    private final List<Integer> control = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService member = Executors.newSingleThreadScheduledExecutor();

    @BeforeEach
    void start() throws IOException {
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), """
                $TTL 60
                @   SOA ns1 hostmaster 1 3600 600 604800 30
                @   NS  ns1
                ns1 A   127.0.0.1
                www A   192.0.2.1
                """);
        Files.writeString(folder.resolve("zones/own.token"), TOKEN + "\n");
        Files.writeString(folder.resolve("zones/example.com.policy.yaml"), """
                checks:
                  own: {kind: push, token-file: own.token, ttl: 3s, every: 300ms, fast: 100ms, vantages: 2}
                pools:
                  edge: {check: own, members: [192.0.2.1], all-down: empty}
                names:
                  www: {pool: edge}
                """);
        Files.writeString(folder.resolve("cluster.key"), "a key for tests only, of this test");
        List<String> members = List.of("127.0.0.1:" + Asking.freePort(), "127.0.0.1:" + Asking.freePort());
        for (int i = 0; i < 2; i++) {
            dns.add(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Asking.freePort()));
            control.add(Asking.freePort());
            Path config = folder.resolve("ns" + i + ".yaml");
            Files.writeString(config, """
                    node: ns%d
                    listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                    cluster: {bind: "%s", members: ["%s", "%s"], key-file: cluster.key}
                    state: state%d
                    """.formatted(
                    i, dns.get(i).getPort(), control.get(i), members.get(i), members.get(0), members.get(1), i));
            Findings findings = new Findings();
            replicas.add(ServerConfig.read(config, findings)
                    .flatMap(read -> start(read, findings))
                    .orElseThrow(() -> new AssertionError(findings.sorted().toString())));
        }
    }

    private static Optional<Proxima> start(ServerConfig config, Findings findings) {
        try {
            return Proxima.start(config, findings);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        member.shutdownNow();
        replicas.forEach(Proxima::close);
        http.close();
    }

    private int push(int replica, String token, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + control.get(replica) + "/v1/push/example.com/own/192.0.2.1"))
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private ScheduledFuture<?> beatingAt(int replica) {
        return member.scheduleWithFixedDelay(
                () -> {
                    try {
                        push(replica, TOKEN, "");
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                0,
                500,
                TimeUnit.MILLISECONDS);
    }

    private void awaitBoth(Set<String> expected) {
        for (InetSocketAddress server : dns) {
            await().atMost(SOON)
                    .until(() -> Asking.addresses(server, "www.example.com", "198.51.100.0/24")
                            .equals(expected));
        }
    }

    @Test
    void heartbeatAtOneReplicaCountsAtBoth() throws Exception {
        awaitBoth(Set.of()); // both were joined, heard nothing for the time to live, and agreed: two of two votes
        ScheduledFuture<?> beats = beatingAt(0);
        awaitBoth(UP); // the second replica votes up only if it heard what the first was told
        beats.cancel(false);

        beats = beatingAt(1);
        assertEquals(200, push(1, TOKEN, ""));
        awaitBoth(UP);
        beats.cancel(false);
        member.submit(() -> {}).get(10, TimeUnit.SECONDS); // no heartbeat is under way any more
        assertEquals(401, push(0, TOKEN + "0", "{\"up\": false}"));
        assertEquals(200, push(1, TOKEN, "{\"up\": false, \"why\": \"disk full\"}"));
        awaitBoth(Set.of());
    }
}
