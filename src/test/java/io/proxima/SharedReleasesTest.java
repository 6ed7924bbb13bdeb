package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Three replicas of this process, each with folders, listeners and a Hazelcast member of its own. */
final class SharedReleasesTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private final List<ServedFolder> replicas = new ArrayList<>();
    private final List<InetSocketAddress> members = new ArrayList<>();

    @BeforeEach
    void findAddresses() throws IOException {
        Files.writeString(folder.resolve("key"), "a key for tests only");
        for (int host = 1; host <= 3; host++) {
            InetAddress address = InetAddress.ofLiteral("127.0.0." + host);
            try (ServerSocket free = new ServerSocket(0, 1, address)) {
                members.add(new InetSocketAddress(address, free.getLocalPort()));
            }
        }
        for (int host = 1; host <= 3; host++) {
            replicas.add(new ServedFolder(folder.resolve("ns" + host), "ns" + host, cluster(host)));
        }
    }

    private String cluster(int host) {
        return cluster(host, members);
    }

    private String cluster(int host, List<InetSocketAddress> known) {
        String all = known.stream().map(SharedReleasesTest::text).collect(Collectors.joining(", "));
        return "cluster: {bind: \"%s\", members: [%s], key-file: %s}"
                .formatted(text(members.get(host - 1)), all, folder.resolve("key"));
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @AfterEach
    void stop() {
        replicas.parallelStream().forEach(ServedFolder::stop);
    }

    private ServedFolder ns(int number) {
        return replicas.get(number - 1);
    }

    private void startAll(String address) throws IOException {
        for (ServedFolder replica : replicas) {
            replica.write("zones/example.com.zone", ServedFolder.zone(address));
        }
        for (ServedFolder replica : replicas) {
            replica.start();
        }
        for (ServedFolder replica : replicas) {
            awaitLive(replica, 3);
        }
        // From then on the release has a rank of its own.
        await().atMost(SOON)
                .until(() -> stamps().stream().distinct().count() == 1
                        && !stamps().getFirst().startsWith("0 "));
    }

    private static void awaitLive(ServedFolder replica, int live) {
        await().atMost(SOON)
                .until(() -> replica.get("/v1/status").at("/cluster/live").size() == live);
    }

    private List<String> stamps() throws IOException {
        List<String> stamps = new ArrayList<>();
        for (ServedFolder replica : replicas) {
            JsonNode latest = replica.get("/v1/status").at("/cluster/live");
            for (JsonNode peer : latest) {
                JsonNode serving = peer.path("serving");
                stamps.add(serving.path("counter").asLong(-1) + " "
                        + serving.path("by").asString(""));
            }
        }
        return stamps;
    }

    private static JsonNode everywhere(ServedFolder replica) throws IOException {
        return replica.post("{\"files\": true, \"wait\": \"everywhere\", \"author\": \"alice\", \"why\": \"a test\"}");
    }

    @Test
    void aHundredEditsAreNeverFollowedByAnOlderAnswer() throws IOException {
        startAll("192.0.2.1");
        for (int edit = 0; edit < 100; edit++) {
            String address = "192.0.2." + (2 + edit);
            ServedFolder editor = ns(1 + edit % 3);
            editor.write("zones/example.com.zone", ServedFolder.zone(address));
            JsonNode answer = everywhere(editor);
            assertEquals(3, answer.at("/everywhere/answering").size(), answer::toString);
            for (int round = 0; round < 5; round++) {
                for (ServedFolder replica : replicas) {
                    assertEquals(address, replica.www(), "edit " + edit + ", round " + round);
                }
            }
        }
    }

    @Test
    void aLateJoinerTakesWhatTheOthersServeAndItsFilesStayAsTheyAre() throws IOException {
        for (ServedFolder replica : replicas) {
            replica.write("zones/example.com.zone", ServedFolder.zone("192.0.2.1"));
        }
        ns(1).start();
        ns(2).start();
        awaitLive(ns(1), 2);
        ns(1).write("zones/example.com.zone", ServedFolder.zone("192.0.2.2"));
        JsonNode answer = everywhere(ns(1));
        assertEquals(1, answer.at("/everywhere/unheard").asInt(), answer::toString);
        assertEquals("192.0.2.2", ns(2).www());
        ns(3).start();
        ns(3).awaitWww("192.0.2.2");
        assertEquals(
                ServedFolder.zone("192.0.2.1"), Files.readString(ns(3).folder().resolve("zones/example.com.zone")));
        assertEquals("192.0.2.2", ns(1).www());
    }

    @Test
    void whoWasAwayTakesTheOthersUnlessItsFilesWereEditedMeanwhile() throws IOException {
        startAll("192.0.2.1");
        ns(3).stop();
        ns(1).write("zones/example.com.zone", ServedFolder.zone("192.0.2.2"));
        everywhere(ns(1));
        ns(1).write("zones/example.com.zone", ServedFolder.zone("192.0.2.3"));
        everywhere(ns(1));
        ns(3).start();
        ns(3).awaitWww("192.0.2.3");
        ns(3).stop();
        ns(1).write("zones/example.com.zone", ServedFolder.zone("192.0.2.4"));
        everywhere(ns(1));
        ns(1).write("zones/example.com.zone", ServedFolder.zone("192.0.2.5"));
        everywhere(ns(1));
        ns(3).write("zones/example.com.zone", ServedFolder.zone("192.0.2.6"));
        ns(3).start();
        for (ServedFolder replica : replicas) {
            replica.awaitWww("192.0.2.6");
        }
    }

    @Test
    void theSameFilesOnAllReplicasAreOneRelease() throws IOException {
        startAll("192.0.2.1");
        for (ServedFolder replica : replicas) {
            replica.write("zones/example.com.zone", ServedFolder.zone("192.0.2.2"));
        }
        for (ServedFolder replica : replicas) {
            replica.awaitWww("192.0.2.2");
        }
        await().atMost(SOON).until(() -> stamps().stream().distinct().count() == 1);
        for (ServedFolder replica : replicas) {
            JsonNode releases = replica.get("/v1/releases");
            assertEquals(2, releases.path("releases").size(), releases::toString);
            assertFalse(releases.at("/files/differs").asBoolean(), releases::toString);
        }
    }

    @Test
    void whoCannotCompileItKeepsWhatItServesAndSaysSo() throws IOException {
        Path database = ns(2).folder().resolve("own.mmdb");
        Path good = Path.of(System.getProperty("proxima.home", "."), "geoip/demo.mmdb");
        Files.copy(good, database);
        ServedFolder.reconfigure(ns(2), "geo: {databases: [own.mmdb]}");
        startAll("192.0.2.1");
        ns(2).write("own.mmdb", "no database");
        await().atMost(SOON)
                .until(() -> ns(2).get("/v1/status").at("/release/errors").asInt() > 0);
        ns(1).write("zones/example.com.zone", ServedFolder.zone("192.0.2.2"));
        JsonNode answer = everywhere(ns(1));
        assertEquals(1, answer.at("/everywhere/missing").size(), answer::toString);
        assertEquals("ns2", answer.at("/everywhere/missing/0/node").asString());
        assertTrue(answer.at("/everywhere/missing/0/refused").asBoolean(), answer::toString);
        assertTrue(answer.at("/everywhere/missing/0/why").asString().contains("own.mmdb"), answer::toString);
        assertEquals("192.0.2.2", ns(1).www());
        assertEquals("192.0.2.2", ns(3).www());
        assertEquals("192.0.2.1", ns(2).www());
        for (ServedFolder replica : replicas) { // all can see it
            await().atMost(SOON)
                    .until(() -> replica.get("/v1/status")
                            .at("/cluster/live/1/serving/refused")
                            .asString("")
                            .contains("own.mmdb"));
        }
        assertTrue(ns(2).text("/metrics").contains("\nproxima_release_refused 1"));
        assertTrue(ns(1).text("/metrics").contains("\nproxima_release_refused 0"));
        assertTrue(ns(2).get("/v1/journal").toString().contains("own.mmdb"));
        // Whole again, it takes the next, though its own files were never edited.
        Files.copy(good, database, StandardCopyOption.REPLACE_EXISTING);
        ns(1).write("zones/example.com.zone", ServedFolder.zone("192.0.2.3"));
        assertEquals(3, everywhere(ns(1)).at("/everywhere/answering").size());
        assertEquals("192.0.2.3", ns(2).www());
    }

    @Test
    void aDatabaseThatIsReplacedIsNoEdit() throws IOException {
        Path good = Path.of(System.getProperty("proxima.home", "."), "geoip/demo.mmdb");
        Files.copy(good, ns(2).folder().resolve("own.mmdb"));
        ServedFolder.reconfigure(ns(2), "geo: {databases: [own.mmdb]}");
        startAll("192.0.2.1");
        ns(1).write("zones/example.com.zone", ServedFolder.zone("192.0.2.2"));
        assertEquals(3, everywhere(ns(1)).at("/everywhere/answering").size());
        String before = stamps().getFirst();
        String files = ns(2).get("/v1/releases").at("/files/release").asString();
        Files.write(ns(2).folder().resolve("fresh"), databaseOther(good));
        Files.move(
                ns(2).folder().resolve("fresh"),
                ns(2).folder().resolve("own.mmdb"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        await().atMost(SOON)
                .until(() -> !ns(2).get("/v1/releases")
                        .at("/files/release")
                        .asString()
                        .equals(files));
        assertEquals("192.0.2.2", ns(2).www(), "its own files say otherwise, and nobody edited them");
        ns(2).stop();
        Files.copy(good, ns(2).folder().resolve("own.mmdb"), StandardCopyOption.REPLACE_EXISTING);
        ns(2).start();
        awaitLive(ns(2), 3);
        assertEquals("192.0.2.2", ns(2).www());
        await().atMost(SOON).until(() -> stamps().stream().distinct().count() == 1);
        assertEquals(before, stamps().getFirst());
    }

    /** The same data, built at another time. */
    private static byte[] databaseOther(Path database) throws IOException {
        byte[] octets = Files.readAllBytes(database);
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int epoch = text.lastIndexOf("build_epoch");
        octets[epoch + "build_epoch".length() + 2] ^= 1;
        return octets;
    }

    @Test
    void linesComeToReplicasThatHaveNone() throws IOException {
        startAll("192.0.2.1");
        ns(1).stop();
        ns(1).write("geoip/lines.yaml", "networks: {office: [127.0.0.0/8]}\n");
        ns(1).write("zones/example.com.policy.yaml", """
                pools:
                  edge:
                    choose: line
                    groups:
                      - {line: office, members: [192.0.2.2]}
                      - {line: default, members: [192.0.2.3]}
                names:
                  www: {pool: edge}
                """);
        ns(1).write("zones/example.com.zone", ServedFolder.zone("192.0.2.2") + "www A 192.0.2.3\n");
        ns(1).start();
        for (ServedFolder replica : replicas) {
            replica.awaitWww("192.0.2.2");
        }
        await().atMost(SOON)
                .until(() -> ns(1).current().equals(ns(2).current())
                        && ns(1).current().equals(ns(3).current()));
    }

    @Test
    void aRollbackIsOneOfAllReplicas() throws IOException {
        startAll("192.0.2.1");
        ns(2).write("zones/example.com.zone", ServedFolder.zone("192.0.2.2"));
        everywhere(ns(2));
        JsonNode answer = ns(3).post("{\"release\": \"previous\", \"wait\": \"everywhere\", \"author\": \"bob\"}");
        assertEquals(3, answer.at("/everywhere/answering").size(), answer::toString);
        for (ServedFolder replica : replicas) {
            assertEquals("192.0.2.1", replica.www());
        }
    }

    /** A replica alone, and two that do not know of it: a split brain that Hazelcast heals when the one finds the two. */
    @Test
    void ofTwoSidesTheHigherStampIsInForceOnceTheyMeetAndTheOtherIsRemembered() throws IOException {
        List<InetSocketAddress> two = members.subList(0, 2);
        for (int number = 1; number <= 2; number++) {
            replicas.set(
                    number - 1, new ServedFolder(folder.resolve("ns" + number), "ns" + number, cluster(number, two)));
        }
        for (ServedFolder replica : replicas) {
            replica.write("zones/example.com.zone", ServedFolder.zone("192.0.2.1"));
        }
        ns(1).start();
        ns(2).start();
        awaitLive(ns(1), 2);
        for (int edit = 2; edit <= 5; edit++) {
            ns(1).write("zones/example.com.zone", ServedFolder.zone("192.0.2." + edit));
            assertEquals(2, everywhere(ns(1)).at("/everywhere/answering").size());
        }
        ns(1).stop();
        ns(2).stop();
        ns(3).start();
        ns(3).write("zones/example.com.zone", ServedFolder.zone("192.0.2.33"));
        ns(3).awaitWww("192.0.2.33");
        String lost = ns(3).current();
        ns(2).start();
        ns(1).start();
        ns(3).awaitWww("192.0.2.5");
        assertEquals("192.0.2.5", ns(1).www());
        assertEquals("192.0.2.5", ns(2).www());
        await().atMost(SOON)
                .until(() -> ns(3).get("/v1/releases")
                        .path("releases")
                        .path(0)
                        .path("current")
                        .asBoolean());
        JsonNode releases = ns(3).get("/v1/releases").path("releases");
        assertEquals(lost, releases.path(1).path("release").asString(), releases::toString);
        assertEquals("ns1", releases.path(0).path("node").asString(), releases::toString);
        assertTrue(releases.path(1).path("kept").asBoolean(), releases::toString);
    }

    @Test
    void editsOnTwoReplicasAtOnceEndWithOneOfThemOnAll() throws IOException {
        startAll("192.0.2.1");
        for (int round = 0; round < 5; round++) {
            String first = "192.0.2." + (10 + 2 * round);
            String second = "192.0.2." + (11 + 2 * round);
            ns(1).write("zones/example.com.zone", ServedFolder.zone(first));
            ns(3).write("zones/example.com.zone", ServedFolder.zone(second));
            await().atMost(SOON).until(() -> {
                List<String> served = List.of(ns(1).www(), ns(2).www(), ns(3).www());
                return served.stream().distinct().count() == 1
                        && (served.contains(first) || served.contains(second))
                        && stamps().stream().distinct().count() == 1;
            });
        }
    }
}
