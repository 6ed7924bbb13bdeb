package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.config.ServerConfig;
import io.proxima.source.Findings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole replica over members that count who connects: checks begin, change and end with the policy. */
class CheckLifecycleTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int EVERY_MILLIS = 400;

    @TempDir
    private Path folder;

    private final List<Member> members = new ArrayList<>();
    private InetSocketAddress dns;
    private Proxima proxima;
    private int port;

    /** Accepts connections, and counts them. */
    private static final class Member implements AutoCloseable {
        private final ServerSocket listener;
        private final AtomicInteger connections = new AtomicInteger();

        Member(String address, int port) throws IOException {
            listener = new ServerSocket(port, 50, InetAddress.ofLiteral(address));
            Thread.ofPlatform().daemon().start(() -> {
                while (!listener.isClosed()) {
                    try (Socket client = listener.accept()) {
                        connections.incrementAndGet();
                        client.getInputStream().read();
                    } catch (IOException gone) {
                        // the prober hung up, or the test is over
                    }
                }
            });
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private static String policy(int port, String every, String members) {
        return """
                checks:
                  web: {kind: tcp, port: %d, every: %s, timeout: 300ms, fast: 100ms}
                pools:
                  one: {check: web, members: [%s]}
                  two: {check: web, members: [%s]}
                names:
                  www: {pool: one}
                  api: {pool: two}
                """.formatted(port, every, members, members);
    }

    private void write(String every, String members) throws IOException {
        Files.writeString(folder.resolve("zones/example.com.policy.yaml"), policy(port, every, members));
    }

    /** Writes another policy, and waits until it is in force. */
    private void edit(String every, String members) throws IOException {
        String before = proxima.readyLine();
        write(every, members);
        await().atMost(SOON).until(() -> !proxima.readyLine().equals(before));
    }

    private Set<String> answers() throws IOException {
        return Asking.addresses(dns, "www.example.com", "198.51.100.0/24");
    }

    @BeforeEach
    void start() throws IOException {
        port = Asking.freePort();
        dns = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Asking.freePort());
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), """
                $TTL 60
                @   SOA ns1 hostmaster 1 3600 600 604800 30
                @   NS  ns1
                ns1 A   127.0.0.1
                www A   127.0.91.1
                www A   127.0.91.2
                www A   127.0.91.3
                api A   127.0.91.1
                m1  A   127.0.91.1
                m2  A   127.0.91.2
                m3  A   127.0.91.3
                """);
        write(EVERY_MILLIS + "ms", "m1, m2, m3");
        Files.writeString(folder.resolve("proxima.yaml"), """
                listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                """.formatted(dns.getPort(), Asking.freePort()));
        members.add(new Member("127.0.91.1", port));
        members.add(new Member("127.0.91.2", port)); // nothing listens at the third
        Findings findings = new Findings();
        proxima = Proxima.start(
                        ServerConfig.read(folder.resolve("proxima.yaml"), findings)
                                .orElseThrow(() -> new AssertionError(findings.sorted())),
                        findings)
                .orElseThrow(() -> new AssertionError(findings.sorted()));
        await().atMost(SOON).until(() -> answers().equals(Set.of("127.0.91.1", "127.0.91.2")));
    }

    @AfterEach
    void stop() throws IOException {
        proxima.close();
        for (Member member : members) {
            member.close();
        }
    }

    private int connections(int member) {
        return members.get(member).connections.get();
    }

    @Test
    void poolsThatShareACheckShareItsProbes() {
        int before = connections(0);
        long started = System.nanoTime();
        await().atMost(SOON).until(() -> connections(0) >= before + 8);
        double most = (System.nanoTime() - started) / (EVERY_MILLIS * 1e6 * 0.89) + 2;
        assertTrue(connections(0) - before <= most, connections(0) - before + " connections, at most " + most);
    }

    @Test
    void checkEndsWithItsMember() throws IOException {
        edit(EVERY_MILLIS + "ms", "m1");
        await().atMost(SOON).until(() -> answers().equals(Set.of("127.0.91.1")));
        int first = connections(0);
        await().atMost(SOON).until(() -> connections(0) >= first + 2); // what was under way has ended
        int gone = connections(1);
        int stays = connections(0);
        await().atMost(SOON).until(() -> connections(0) >= stays + 5);
        assertEquals(gone, connections(1));

        edit(EVERY_MILLIS + "ms", "m1, m2");
        await().atMost(SOON).until(() -> connections(1) > gone);
    }

    @Test
    void changedIntervalKeepsTheVerdict() throws IOException {
        edit("300ms", "m1, m2, m3");
        int before = connections(0);
        while (connections(0)
                < before + 6) { // were the verdict forgotten, the dead member would be answered until it falls
            assertEquals(Set.of("127.0.91.1", "127.0.91.2"), answers());
        }
    }

    @Test
    void checksEndWithTheReplica() {
        proxima.close();
        int first = connections(0);
        await().pollDelay(Duration.ofMillis(3 * EVERY_MILLIS)).atMost(SOON).until(() -> connections(0) == first);
    }
}
