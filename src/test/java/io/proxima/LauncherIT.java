package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the scripts in {@code src/test/sh} whose names end in {@code -test.sh}: the launcher and the search for a JDK. */
class LauncherIT {
    private static final Path HOME = Path.of(System.getProperty("proxima.home", "."));

    @ParameterizedTest
    @MethodSource("scripts")
    void scriptPasses(Path script, @TempDir Path scratch) throws IOException, InterruptedException {
        Path output = scratch.resolve("output");
        Process process = new ProcessBuilder(
                        List.of("sh", script.toString(), scratch.resolve("a b").toString()))
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, () -> "still running after a minute: " + script);
        assertEquals(0, process.exitValue(), () -> read(output));
    }

    static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("src/test/sh"))) {
            return files.filter(file -> file.toString().endsWith("-test.sh"))
                    .map(Path::toAbsolutePath)
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
