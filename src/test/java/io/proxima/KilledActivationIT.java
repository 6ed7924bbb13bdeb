package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.control.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while a release comes in force has the old one or the new one in force at the next start. */
class KilledActivationIT {
    private static final int KILLS = 10;
    private static final long SEED = 31;
    private static final int WITHIN_NANOS = 40_000_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    @Test
    void theOldOrTheNewReleaseIsInForceAfterAKill() throws Exception {
        ServedFolder served = new ServedFolder(folder, "");
        served.write("zones/example.com.zone", ServedFolder.zone("192.0.2.1"));
        Set<String> ever = new HashSet<>(Set.of("192.0.2.1"));
        for (int kill = 0; kill < KILLS; kill++) {
            boolean back = kill % 3 == 2;
            String edited = "192.0.2." + (10 + kill);
            try (Program program = Program.serve(folder.resolve("proxima.yaml"))) {
                assertTrue(ever.contains(served.www()));
                if (!back) {
                    served.write("zones/example.com.zone", ServedFolder.zone(edited));
                    ever.add(edited);
                }
                Thread order = order(served, back);
                LockSupport.parkNanos(random.nextInt(WITHIN_NANOS));
                program.kill();
                order.join();
            }
            try (Program program = Program.serve(folder.resolve("proxima.yaml"))) {
                String after = served.www();
                if (back) {
                    assertTrue(ever.contains(after), "seed " + SEED + ": " + after);
                } else {
                    assertEquals(edited, after, "seed " + SEED + ", kill " + kill);
                }
                assertEquals(
                        List.of(),
                        program.err().stream()
                                .filter(line -> line.contains("is damaged"))
                                .toList());
                program.terminate();
                assertEquals(0, program.awaitEnd());
            }
        }
    }

    private static Thread order(ServedFolder served, boolean back) {
        return Thread.ofPlatform().start(() -> {
            try {
                served.order(back ? Optional.of("previous") : Optional.empty(), "killed meanwhile");
            } catch (IOException | ProblemException gone) {
                // it was killed before it could answer, or had nothing to go back to
            }
        });
    }
}
