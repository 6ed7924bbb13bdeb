package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.control.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What comes in force of what is written, ordered and remembered. */
class ActivationTest {
    private static final String ONE = "192.0.2.1";
    private static final String TWO = "192.0.2.2";
    private static final String THREE = "192.0.2.3";
    private static final String BROKEN = ServedFolder.zone(ONE) + "more A 192.0.2.300\n";

    @TempDir
    private Path folder;

    private ServedFolder served;

    @BeforeEach
    void begin() throws IOException {
        served = new ServedFolder(folder, "");
        served.write("zones/example.com.zone", ServedFolder.zone(ONE));
        served.start();
        awaitHistory(1);
    }

    @AfterEach
    void end() {
        served.close();
    }

    private void edit(String address) throws IOException {
        served.write("zones/example.com.zone", ServedFolder.zone(address));
    }

    private List<JsonNode> history() throws IOException {
        List<JsonNode> releases = new ArrayList<>();
        served.get("/v1/releases").path("releases").forEach(releases::add);
        return releases;
    }

    /** Until so many are written down, and can be put in force again. */
    private void awaitHistory(int size) {
        await().until(() ->
                history().size() == size && history().getFirst().path("kept").asBoolean());
    }

    private void restart() throws IOException {
        served.stop();
        served.start();
    }

    @Test
    void anEditIsServedAndTold() throws IOException {
        assertEquals(ONE, served.www());
        String before = served.current();
        edit(TWO);
        served.awaitWww(TWO);
        awaitHistory(2);
        JsonNode latest = history().getFirst();
        assertNotEquals(before, latest.path("release").asString());
        assertEquals("[\"example.com.zone\"]", latest.path("changed").toString());
        assertTrue(latest.path("current").asBoolean() && latest.path("files").asBoolean());
        assertEquals(2, latest.path("counter").asLong());
        assertEquals(1, latest.path("zones").asInt());
        assertEquals(before, history().get(1).path("release").asString());
        assertFalse(history().get(1).path("current").asBoolean());
    }

    @Test
    void whatIsOrderedIsToldWithItsAuthorAndReason() throws IOException {
        edit(TWO);
        JsonNode answer = served.order(Optional.empty(), "the move");
        assertEquals(TWO, served.www());
        assertTrue(answer.path("answering").asBoolean(), answer.toString());
        awaitHistory(2);
        assertEquals("alice", history().getFirst().path("author").asString());
        assertEquals("the move", history().getFirst().path("reason").asString());
        assertEquals(
                "unchanged", served.order(Optional.empty(), "").path("outcome").asString());
    }

    @Test
    void brokenFilesAreRefusedAndToldUntilTheyAreMended() throws IOException {
        served.write("zones/example.com.zone", BROKEN);
        await().until(() ->
                served.get("/v1/status").path("release").path("errors").asInt() == 1);
        JsonNode release = served.get("/v1/status").path("release");
        assertTrue(
                release.path("findings").get(0).asString().matches(".*example\\.com\\.zone:7:8: error: .*"),
                release.toString());
        assertFalse(release.path("files").path("held").asBoolean());
        assertEquals(ONE, served.www());
        ProblemException refused = assertThrows(ProblemException.class, () -> served.order(Optional.empty(), "now"));
        assertEquals(409, refused.problem().status());
        assertTrue(
                refused.problem().detail().contains("example.com.zone:7:8: error: "),
                refused.problem().detail());
        edit(TWO);
        served.awaitWww(TWO);
        await().until(() -> {
            JsonNode now = served.get("/v1/status").path("release");
            return now.path("findings").isEmpty() && now.path("files").isNull();
        });
    }

    @Test
    void filesStayOutOfForceAfterARollbackUntilTheyAreEdited() throws IOException {
        String first = served.current();
        edit(TWO);
        served.awaitWww(TWO);
        awaitHistory(2);
        JsonNode answer = served.order(Optional.of("previous"), "it was wrong");
        assertEquals(first, answer.path("release").asString());
        assertEquals(ONE, served.www());
        JsonNode files = served.get("/v1/status").path("release").path("files");
        assertTrue(files.path("held").asBoolean(), files.toString());

        restart();
        assertEquals(ONE, served.www());
        assertEquals(first, served.current());
        awaitHistory(3);
        assertEquals("it was wrong", history().getFirst().path("reason").asString());
        assertEquals(3, history().getFirst().path("counter").asLong());
        edit(TWO); // written again, and no other than before
        restart();
        assertEquals(ONE, served.www());

        edit(THREE);
        served.awaitWww(THREE);
        await().until(() ->
                served.get("/v1/status").path("release").path("files").isNull());
        restart();
        assertEquals(THREE, served.www());
    }

    @Test
    void filesEditedWhileNothingRunsComeInForceAfterARollbackToo() throws IOException {
        edit(TWO);
        served.awaitWww(TWO);
        awaitHistory(2);
        served.order(Optional.of("previous"), "");
        served.stop();
        edit(THREE);
        served.start();
        assertEquals(THREE, served.www());
    }

    @Test
    void anOrderForTheFilesEndsARollback() throws IOException {
        String first = served.current();
        edit(TWO);
        served.awaitWww(TWO);
        awaitHistory(2);
        served.order(Optional.of(first.substring(0, 6)), "");
        assertEquals(ONE, served.www());
        served.order(Optional.empty(), "it was right");
        assertEquals(TWO, served.www());
        restart();
        assertEquals(TWO, served.www());
    }

    @Test
    void aReleaseThatIsNotMeantIsNotPutInForce() {
        for (String name : List.of("0000000000", "previous", "xyz", "3f", "../..")) {
            ProblemException refused =
                    assertThrows(ProblemException.class, () -> served.order(Optional.of(name), ""), name);
            assertEquals(400, refused.problem().status(), refused.problem().detail());
        }
    }

    @Test
    void theLastGoodReleaseIsServedWhereTheFilesAreBrokenAtTheStart() throws IOException {
        edit(TWO);
        served.awaitWww(TWO);
        awaitHistory(2);
        served.stop();
        served.write("zones/example.com.zone", BROKEN);
        assertTrue(served.start().hasErrors());
        assertEquals(TWO, served.www());
        assertEquals(1, served.get("/v1/status").path("release").path("errors").asInt());
        edit(THREE);
        served.awaitWww(THREE);
    }

    @Test
    void aStateFolderThatIsNoneDoesNotStandInTheWay() throws IOException {
        served.stop();
        Path state = folder.resolve("var");
        Files.move(state, folder.resolve("var.old"));
        Files.writeString(state, "no folder");
        served.start();
        assertEquals(ONE, served.www());
        edit(TWO);
        served.awaitWww(TWO);
        assertEquals(0, history().size());
    }

    @Test
    void aDamagedStateIsAsGoodAsNone() throws IOException {
        served.stop();
        Files.writeString(folder.resolve("var/release"), "00000000 12 {\"held\":true");
        Files.writeString(folder.resolve("var/releases/history"), "nothing of ours\n");
        served.start();
        assertEquals(ONE, served.www());
        edit(TWO);
        served.awaitWww(TWO);
    }

    @Test
    void aReleaseWhoseGoldenQueriesFailIsRefused() throws IOException {
        served.write("zones/example.com.expect", "www.example.com A => " + ONE + "\n");
        await().until(() -> history().size() == 2);
        edit(TWO);
        await().until(() ->
                served.get("/v1/status").path("release").path("errors").asInt() == 1);
        String finding =
                served.get("/v1/status").path("release").path("findings").get(0).asString();
        assertTrue(
                finding.endsWith("example.com.expect:1:22: error: www.example.com. A is answered 192.0.2.2 (not what is"
                        + " expected here)"),
                finding);
        assertEquals(ONE, served.www());
        served.write("zones/example.com.expect", "www.example.com A => " + ONE + " | " + TWO + "\n");
        served.awaitWww(TWO);
        await().until(() -> history().size() == 3);
        assertEquals(
                "[\"example.com.expect\",\"example.com.zone\"]",
                history().getFirst().path("changed").toString());
    }

    @Test
    void whatWasInForceForAMomentIsKeptToo() throws IOException {
        for (int i = 10; i < 30; i++) {
            edit("192.0.2." + i);
            served.order(Optional.empty(), "");
        }
        await().until(() -> history().size() == 21);
        assertTrue(
                history().stream().allMatch(one -> one.path("kept").asBoolean()),
                history().toString());
        served.order(Optional.of("previous"), "");
        assertEquals("192.0.2.28", served.www());
    }

    @Test
    void aDatabaseThatIsFetchedAnewDoesNotEndARollback() throws IOException {
        served.close();
        Path demo = Path.of(System.getProperty("proxima.home", "."), "geoip/demo.mmdb");
        Path database = Files.copy(demo, folder.resolve("city.mmdb"));
        served = new ServedFolder(folder, "geo: {databases: [city.mmdb]}");
        served.start();
        String before = served.current();
        await().until(() -> history().getFirst().path("kept").asBoolean()
                && history().getFirst().path("release").asString().equals(before));
        edit(TWO);
        served.awaitWww(TWO);
        served.order(Optional.of(before.substring(0, 8)), "");
        String files = files();
        Files.copy(demo.resolveSibling("demo-asn.mmdb"), database, StandardCopyOption.REPLACE_EXISTING);
        await().until(() -> !files().equals(files));
        assertEquals(before, served.current());
        assertEquals(ONE, served.www());
        edit(THREE);
        served.awaitWww(THREE);
    }

    private String files() throws IOException {
        return served.get("/v1/releases").path("files").path("release").asString();
    }
}
