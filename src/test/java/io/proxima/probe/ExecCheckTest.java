package io.proxima.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.Pair;
import io.proxima.policy.Ask;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checks of kind exec, with real processes. */
@EnabledOnOs({OS.LINUX, OS.MAC})
final class ExecCheckTest {
    @AutoClose
    private final ProbeBed bed = new ProbeBed();

    @TempDir
    private Path folder;

    private static Ask.Exec shell(String script) {
        return new Ask.Exec(List.of("/bin/sh", "-c", script));
    }

    private ProbeResult result(String script) {
        return bed.result(shell(script), 0);
    }

    @Test
    void exitZeroIsASuccessAndTheFirstLineItsReason() {
        ProbeResult result = result("echo fine; echo and more");
        assertTrue(result.success(), result.reason());
        assertEquals("exit 0: fine", result.reason());
    }

    @Test
    void anyOtherExitFails() {
        ProbeResult result = result("printf 'no\\033[2J disk\\n' >&2; exit 3");
        assertFalse(result.success());
        assertEquals("exit 3: no?[2J disk", result.reason());
        assertEquals("exit 1", result("exit 1").reason());
    }

    @Test
    void environmentIsWhatTheProgramIsToKnow() throws IOException {
        Path out = folder.resolve("environment");
        Pair pair = bed.add(ProbeBed.check(
                new Ask.Exec(List.of("/bin/sh", "-c", "/usr/bin/env > \"$1\"; cat", "sh", out.toString())),
                8080,
                400,
                ProbeBed.PATIENT_MILLIS));
        assertTrue(bed.first(pair).success(), bed.first(pair).reason());
        List<String> names = Files.readAllLines(out).stream()
                .filter(line -> !line.matches("(PWD|OLDPWD|SHLVL|_)=.*")) // the shell's own
                .map(line -> line.startsWith("PATH=") ? "PATH" : line)
                .sorted()
                .toList();
        assertEquals(
                List.of("PATH", "PROXIMA_ADDRESS=127.0.0.1", "PROXIMA_CHECK=" + pair.check(), "PROXIMA_PORT=8080"),
                names);
    }

    @Test
    void argumentsAreNoShells() {
        assertEquals(
                "exit 0: $PATH; exit 1 `id`",
                bed.result(new Ask.Exec(List.of("/bin/echo", "$PATH; exit 1 `id`")), 0)
                        .reason());
    }

    @Test
    void programThatIsNotThereIsNobodysFailure() {
        ProbeResult result =
                bed.result(new Ask.Exec(List.of(folder.resolve("nowhere").toString())), 0);
        assertEquals(Outcome.NONE, result.outcome());
        assertTrue(result.reason().startsWith("this machine cannot run it: "), result.reason());
    }

    @Test
    void timeOutKillsTheProgramAndItsDescendants() throws IOException {
        Path pids = folder.resolve("pids");
        Pair pair = bed.add(ProbeBed.check(
                shell("sh -c 'echo $$ >> " + pids + "; sleep 60; :' & echo $$ >> " + pids + "; sleep 61; :"),
                0,
                2000,
                1000));
        ProbeResult result = bed.first(pair);
        assertFalse(result.success());
        assertEquals("timed out after 1000 ms running", result.reason());
        bed.remove(pair);
        List<String> started = Files.readAllLines(pids);
        assertTrue(started.size() >= 2, started.toString());
        await().atMost(ProbeBed.SOON)
                .until(() -> started.stream()
                        .noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid))
                                .filter(ProcessHandle::isAlive)
                                .isPresent()));
        await().atMost(ProbeBed.SOON)
                .until(() -> ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void removedPairsProgramIsKilled() throws IOException {
        Path pid = folder.resolve("pid");
        Pair pair = bed.add(ProbeBed.check(shell("echo $$ > " + pid + "; sleep 60; :"), 0, 60_000, 60_000));
        bed.add(ProbeBed.check(shell("exit 0"), 0, 100, 1000)); // its first probe is due within a second
        await().atMost(ProbeBed.SOON).until(() -> Files.exists(pid) && Files.size(pid) > 1);
        long started = Long.parseLong(Files.readString(pid).strip());
        bed.remove(pair);
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        ProcessHandle.of(started).filter(ProcessHandle::isAlive).isEmpty());
        assertTrue(bed.of(pair).isEmpty());
    }

    @Test
    void endlessOutputIsNeitherKeptNorWaitedFor() {
        assertEquals(
                "timed out after 500 ms running",
                bed.result(shell("while :; do echo yes; done"), 0, 500).reason());
        ProbeResult much = result("echo first; head -c 3000000 /dev/zero; exit 0");
        assertEquals("exit 0: first", much.reason());
    }

    @Test
    void outputOnOneLineIsCut() {
        assertEquals(
                "exit 0: " + "x".repeat(120),
                result("head -c 5000 /dev/zero | tr '\\0' x").reason());
    }

    @Test
    void descendantThatHoldsTheOutputIsNotWaitedFor() {
        ProbeResult result = result("sleep 3 & echo here");
        assertEquals("exit 0: here", result.reason());
        assertTrue(result.latencyNanos() < 2_500_000_000L);
    }

    @Test
    void atMostEightRunAtOnceAndHangingOnesDelayNoGoodOne() {
        Path running = folder.resolve("running");
        for (int i = 0; i < 20; i++) {
            bed.add(
                    "hang" + i,
                    ProbeBed.check(shell("sleep 60; : # " + running), 0, 1000, 1000),
                    InetAddress.getLoopbackAddress());
        }
        Pair good = bed.add("good", ProbeBed.check(shell("exit 0"), 0, 300, 300), InetAddress.getLoopbackAddress());
        await().atMost(ProbeBed.SOON).until(() -> {
            long alive = ProcessHandle.current()
                    .children()
                    .filter(ProcessHandle::isAlive)
                    .count();
            assertTrue(alive <= 8, alive + " run at once");
            return bed.of(good).size() >= 12;
        });
        assertTrue(
                bed.of(good).stream().filter(ProbeResult::success).count() >= 8,
                bed.of(good).toString());
        bed.prober.update(Map.of());
    }
}
