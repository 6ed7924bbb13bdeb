package io.proxima.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The line for people who wait: after a second, on a terminal, and gone at the end. */
class ProgressTest {
    private final StringWriter err = new StringWriter();
    private final AtomicLong millis = new AtomicLong(7_000);

    private Progress progress(Terminal terminal) {
        return new Progress(
                new PrintWriter(err), terminal, () -> TimeUnit.MILLISECONDS.toNanos(millis.get()), "reading");
    }

    @Test
    void nothingIsSaidWithinASecond() {
        try (Progress progress = progress(new Terminal(80, true))) {
            millis.addAndGet(999);
            progress.tick();
        }
        assertEquals("", err.toString());
    }

    @Test
    void whatAndHowFarAndForHowLongIsSaidThenAndTakenAway() {
        try (Progress progress = progress(new Terminal(80, true))) {
            millis.addAndGet(1_000);
            progress.tick();
            assertEquals("\r\033[Kreading… 1 s\r", err.toString());
            err.getBuffer().setLength(0);
            progress.at("reading zones/example.com.zone", 3, 12);
            millis.addAndGet(2_500);
            progress.tick();
            assertEquals("\r\033[Kreading zones/example.com.zone… 3 of 12, 3 s\r", err.toString());
            err.getBuffer().setLength(0);
        }
        assertEquals("\r\033[K", err.toString());
    }

    @Test
    void aLineTakesOneLineOfTheTerminal() {
        try (Progress progress = progress(new Terminal(20, true))) {
            progress.at("reading\nsomething with a long name");
            millis.addAndGet(1_000);
            progress.tick();
        }
        assertTrue(err.toString().startsWith("\r\033[Kreading?something w…\r"), err.toString());
    }

    @Test
    void aPipeHearsNothingAndAnEndedOneNeither() {
        Progress piped = progress(Terminal.NONE);
        Progress ended = progress(new Terminal(80, true));
        ended.close();
        millis.addAndGet(5_000);
        piped.tick();
        ended.tick();
        piped.close();
        assertEquals("", err.toString());
    }

    /** What the process on the pseudo-terminal does: something that takes longer than a second. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        Console console = new Console(out, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        boolean released = console.during(
                "waiting", _ -> new CountDownLatch(1).await(Long.parseLong(arguments[0]), TimeUnit.MILLISECONDS));
        console.say("done " + released);
    }

    @Test
    void aTerminalShowsTheLineAndIsCleanAfterwards() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script is not installed");
        String shown = run("/usr/bin/script", "-qec", String.join(" ", command("2000")), "/dev/null");
        assertTrue(shown.contains("waiting… 1 s\r"), shown);
        assertTrue(shown.endsWith("\r\033[Kdone false\r\n"), shown);
    }

    @Test
    void aPipeShowsTheResultAlone() throws IOException, InterruptedException {
        assertEquals("done false\n", run(command("1300").toArray(String[]::new)));
    }

    private static List<String> command(String millis) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                where(ProgressTest.class) + File.pathSeparator + where(Console.class),
                ProgressTest.class.getName(),
                millis);
    }

    private static Path where(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it ends");
        assertFalse(shown.contains("Exception"), shown);
        return shown;
    }
}
