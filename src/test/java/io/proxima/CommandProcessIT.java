package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Commands as processes: in a pipe that breaks, in a foreign locale, ended by Ctrl-C; and what the build leaves. */
class CommandProcessIT {
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java")
            + " -XX:TieredStopAtLevel=1 -Dproxima.home=" + Program.HOME;
    private static final String PROXIMA = JAVA + " -jar " + Program.HOME.resolve("target/proxima.jar") + " ";

    private static String shell(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script);
        builder.directory(Program.HOME.toFile())
                .redirectErrorStream(true)
                .environment()
                .put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it ends");
        return said;
    }

    @Test
    void aReaderThatGoesAwayIsNothingToTalkOf() throws IOException, InterruptedException {
        String said = shell(PROXIMA + "completion bash | true; echo ${PIPESTATUS[0]}");
        assertEquals("141\n", said);
        said = shell(PROXIMA + "explain www.example.com | head -1; echo ${PIPESTATUS[0]}");
        assertTrue(said.matches("www\\.example\\.com\\. A, [^\n]*\n(0|141)\n"), said);
    }

    @Test
    void aDiskThatIsFullIsAFailure() throws IOException, InterruptedException {
        assertEquals(
                "proxima: the output cannot be written: No space left on device\n1\n",
                shell(PROXIMA + "completion bash > /dev/full; echo $?"));
    }

    @Test
    void outputIsUtf8WhereverItGoes() throws IOException, InterruptedException {
        // The hint of a finding quotes the file as it stands.
        Path folder = Files.createTempDirectory("proxima-utf8");
        Path config = Files.writeString(folder.resolve("proxima.yaml"), "上海: 1\n");
        String said = shell(PROXIMA + "check --config " + config + "; echo $?");
        Files.delete(config);
        Files.delete(folder);
        assertTrue(said.contains("上海") && said.endsWith("\n1\n"), said);
    }

    @Test
    void ctrlCEndsWith130() throws IOException, InterruptedException {
        // A server that takes the connection and says nothing: the command waits until it is told not to.
        try (var silent = new java.net.ServerSocket(0, 1, java.net.InetAddress.ofLiteral("127.0.0.1"))) {
            ProcessBuilder builder = new ProcessBuilder(
                    List.of((PROXIMA + "status --url http://127.0.0.1:" + silent.getLocalPort()).split(" ", -1)));
            Process process = builder.redirectErrorStream(true).start();
            try (var _ = silent.accept()) {
                assertEquals(
                        0,
                        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                                .start()
                                .waitFor());
                assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            }
            assertEquals(130, process.exitValue());
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertFalse(said.contains("Exception"), said);
        }
    }

    @Test
    void theBuildLeavesTheManualAndCompletions() {
        for (String file : List.of(
                "man/man1/proxima.1",
                "man/man1/proxima-geo-fetch.1",
                "completion/proxima.bash",
                "completion/proxima.fish")) {
            assertTrue(Files.isRegularFile(Program.HOME.resolve("target").resolve(file)), file);
        }
    }
}
