package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica is killed (SIGKILL) while it tells two others of a release: they keep the old one or have the whole new one. */
final class KilledPublisherIT {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int ROUNDS = 4;
    private static final int RECORDS = 20_000;
    private static final long SEED = 20261125;

    private final List<ServedFolder> replicas = new ArrayList<>();
    private final List<Program> programs = new ArrayList<>();

    @AfterEach
    void stop() {
        programs.forEach(Program::close);
        replicas.parallelStream().forEach(ServedFolder::stop);
    }

    /** Of the same address at the beginning and at the end, with much between that does not shrink. */
    private static String zone(String address, long seed) {
        Random random = new Random(seed);
        StringBuilder zone = new StringBuilder(ServedFolder.zone(address));
        for (int i = 0; i < RECORDS; i++) {
            zone.append("x%08x TXT \"%016x%016x\"\n".formatted(i, random.nextLong(), random.nextLong()));
        }
        return zone.append("last A ").append(address).append('\n').toString();
    }

    private static void assertWhole(ServedFolder replica, Set<String> either) throws IOException {
        String last = String.join(" ", replica.given("last.example.com."));
        String www = replica.www();
        assertTrue(either.contains(last) && either.contains(www), last + " and " + www + " of " + either);
    }

    @Test
    void theOthersKeepTheOldReleaseOrHaveTheWholeNewOne(@TempDir Path folder) throws Exception {
        Random random = new Random(SEED);
        Files.writeString(folder.resolve("key"), "a key for tests only");
        List<String> members = new ArrayList<>();
        for (int host = 1; host <= 3; host++) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0." + host))) {
                members.add(new InetSocketAddress(free.getInetAddress(), free.getLocalPort())
                        .toString()
                        .substring(1));
            }
        }
        for (int host = 1; host <= 3; host++) {
            replicas.add(new ServedFolder(
                    folder.resolve("ns" + host),
                    "ns" + host,
                    "cluster: {bind: \"%s\", members: [%s], key-file: %s}"
                            .formatted(
                                    members.get(host - 1),
                                    members.stream().collect(Collectors.joining(", ")),
                                    folder.resolve("key"))));
            replicas.getLast().write("zones/example.com.zone", zone("192.0.2.1", 1));
        }
        ServedFolder publisher = replicas.getFirst();
        List<ServedFolder> others = replicas.subList(1, 3);
        for (ServedFolder other : others) {
            other.start();
        }
        Program process = Program.serve(publisher.folder().resolve("proxima.yaml"));
        programs.add(process);
        String before = "192.0.2.1";
        for (int round = 0; round < ROUNDS; round++) {
            await().atMost(SOON)
                    .until(() -> others.getFirst()
                                    .get("/v1/status")
                                    .at("/cluster/live")
                                    .size()
                            == 3);
            String after = "192.0.2." + (10 + round);
            publisher.write("zones/example.com.zone", zone(after, 10 + round));
            long killNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100 + random.nextInt(900));
            while (System.nanoTime() < killNanos) {
                for (ServedFolder other : others) {
                    assertWhole(other, Set.of(before, after));
                }
            }
            process.kill();
            long untilNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
            while (System.nanoTime() < untilNanos) {
                for (ServedFolder other : others) {
                    assertWhole(other, Set.of(before, after));
                }
            }
            process = Program.serve(publisher.folder().resolve("proxima.yaml"));
            programs.add(process);
            for (ServedFolder replica : replicas) {
                await().atMost(SOON)
                        .ignoreExceptions()
                        .until(() -> replica.www().equals(after));
                assertEquals(Set.of(after), replica.given("last.example.com."));
            }
            before = after;
        }
    }
}
