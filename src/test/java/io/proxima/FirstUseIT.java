package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./proxima} in a tree that nobody has built yet. */
class FirstUseIT {
    private static final Path HOME = Path.of(System.getProperty("proxima.home", "."));
    private static final Set<String> NOT_OF_A_CLONE = Set.of("target", "var", ".git");

    @Test
    void theLauncherBuildsWhatItStarts(@TempDir Path scratch) throws IOException, InterruptedException {
        Path clone = scratch.resolve("clone");
        copy(clone);
        Path output = scratch.resolve("output");
        Process process = new ProcessBuilder(List.of("./proxima", "check"))
                .directory(clone.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        String said = Files.readString(output);
        assertTrue(ended, () -> "still running after five minutes: " + said);
        assertEquals(0, process.exitValue(), said);
        assertTrue(said.startsWith("building Proxima (first use)"), said);
        assertTrue(said.endsWith("ok\n"), said);
    }

    private static void copy(Path clone) throws IOException {
        try (Stream<Path> files = Files.walk(HOME)) {
            for (Path file : files.toList()) {
                Path name = HOME.relativize(file);
                if (!NOT_OF_A_CLONE.contains(name.getName(0).toString())) {
                    Files.copy(file, clone.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
