package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./proxima releases}, {@code activate} and {@code rollback}, asked of a replica that runs. */
class ReleaseCommandsTest {
    private static final String ONE = "192.0.2.1";
    private static final String TWO = "192.0.2.2";

    @TempDir
    private Path folder;

    private ServedFolder served;
    private String out = "";
    private String err = "";

    @BeforeEach
    void start() throws IOException {
        served = new ServedFolder(folder, "releases: {quiet: 30s}"); // so that only commands put anything in force
        served.write("zones/example.com.zone", ServedFolder.zone(ONE));
        served.start();
        awaitKept(1);
    }

    @AfterEach
    void end() {
        served.close();
    }

    private void awaitKept(int releases) {
        await().until(() -> {
            var all = served.get("/v1/releases").path("releases");
            return all.size() == releases && all.get(0).path("kept").asBoolean();
        });
    }

    private int run(String... command) {
        StringWriter said = new StringWriter();
        StringWriter warned = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(1, List.of("--config", folder.resolve("proxima.yaml").toString()));
        int code = CommandLines.run(folder, said, warned, arguments.toArray(String[]::new));
        out = said.toString();
        err = warned.toString();
        return code;
    }

    @Test
    void filesComeInForceAndGoOutAgain() throws IOException {
        String first = served.current().substring(0, 12);
        served.write("zones/example.com.zone", ServedFolder.zone(TWO));
        assertEquals(0, run("activate", "--wait", "--why", "the move"), err);
        assertEquals(TWO, served.www());
        String second = served.current().substring(0, 12);
        assertEquals("release " + second + " is in force", out.strip());
        assertEquals(0, run("activate"), err);
        assertEquals("release " + second + " was in force already", out.strip());
        awaitKept(2);
        assertEquals(0, run("rollback", "--wait", "--why", "it was wrong"), err);
        assertEquals(ONE, served.www());
        awaitKept(3);

        assertEquals(0, run("releases"), err);
        List<String> lines = out.lines().toList();
        assertEquals(4, lines.size(), out);
        assertTrue(lines.get(0).matches("\\*  " + first + " .* 1 zone  example.com.zone  by .*: it was wrong"), out);
        assertTrue(lines.get(1).matches(" f " + second + " .* 1 zone  example.com.zone  by .*: the move"), out);
        assertTrue(lines.get(2).matches("   " + first + " .* 1 zone  -"), out);
        assertTrue(
                lines.get(3)
                        .matches("the files are release " + second
                                + " since .*, which is not in force: another was put in its place \\(.*\\)"),
                out);
        assertEquals(0, run("status"), err);
        assertTrue(out.contains("the files are release " + second + " since "), out);
        assertEquals(0, run("rollback", second, "--json"), err);
        assertTrue(out.contains("\"outcome\" : \"active\""), out);
        assertEquals(TWO, served.www());
    }

    @Test
    void whatCannotBeInForceIsRefusedWithItsFindings() throws IOException {
        served.write("zones/example.com.zone", ServedFolder.zone(TWO) + "more A 192.0.2.300\n");
        assertEquals(3, run("activate", "--wait"), out);
        assertTrue(err.contains("not served, release "), err);
        assertTrue(err.contains("example.com.zone:7:8: error: "), err);
        assertEquals(ONE, served.www());
        assertEquals(0, run("status"), err);
        assertTrue(out.contains("example.com.zone:7:8: error: "), out);
        assertEquals(2, run("rollback"), out);
        assertTrue(err.contains("nothing is known of a release before"), err);
        assertEquals(2, run("rollback", "zzz"), out);
        assertEquals(2, run("releases", "--limit", "0"), out);
    }
}
