package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code serve} starts: from the cache that the build recorded where it fits, without a word where it does not. */
class FirstAnswerIT {
    private static final Path JAR = Program.HOME.resolve("target/proxima.jar");
    private static final Path CACHE =
            Program.HOME.resolve("target/proxima-" + System.getProperty("java.runtime.version") + ".aot");
    private static final String CLASSES = "classes";
    /** Bounds that hold on any machine; bench/start says what it takes. */
    private static final Duration CPU_AT_MOST = Duration.ofSeconds(5);

    private static final long MEGABYTES_AT_MOST = 170;
    private static final Duration WITHIN = Duration.ofSeconds(10);

    /** Who builds without the cache gets it here. */
    @BeforeAll
    static void aCacheIsThere() throws IOException, InterruptedException {
        if (Files.notExists(CACHE) || Files.getLastModifiedTime(CACHE).compareTo(Files.getLastModifiedTime(JAR)) < 0) {
            Process recording = new ProcessBuilder(
                            "sh",
                            Program.HOME.resolve(".mvn/aot-cache.sh").toString(),
                            System.getProperty("java.home"),
                            Program.HOME.resolve("target").toString(),
                            Program.HOME.toString())
                    .inheritIO()
                    .start();
            assertEquals(0, recording.waitFor());
        }
    }

    @Test
    void theCacheIsUsed(@TempDir Path folder) throws IOException {
        try (Program program = withClassesLogged(folder)) {
            List<String> loaded = Files.readAllLines(folder.resolve(CLASSES));
            for (String name : List.of("io.proxima.answer.QueryEngine", "io.vertx.core.Vertx")) {
                assertTrue(
                        loaded.stream().anyMatch(line -> line.contains(" " + name + " source: shared objects file")),
                        () -> name + " is not from the cache: " + program.out() + program.err());
            }
        }
    }

    /** Serves from the cache, and writes which class came from where. */
    private static Program withClassesLogged(Path folder) throws IOException {
        return Program.serve(
                config(folder), JAR, "-XX:AOTCache=" + CACHE, "-Xlog:class+load:file=" + folder.resolve(CLASSES));
    }

    /** What costs the most of a start and is not for the first answer; each has come back unnoticed once, or could. */
    @Test
    void whatAnswersDoNotNeedIsNotLoaded(@TempDir Path folder) throws IOException {
        try (Program program = withClassesLogged(folder)) {
            List<String> loaded = Files.readAllLines(folder.resolve(CLASSES));
            for (String name : List.of(
                    "com.hazelcast.", // there is no cluster
                    "picocli.CommandLine ", // the table of all commands
                    "com.sun.org.apache.xerces.", // the settings of the log, as XML
                    "io.proxima.control.OpenApi$$TypeSwitch")) { // the document, from YAML
                assertTrue(
                        loaded.stream().noneMatch(line -> line.contains(" " + name)),
                        () -> name + " is loaded: "
                                + loaded.stream()
                                        .filter(line -> line.contains(" " + name))
                                        .findFirst());
            }
            long cached = loaded.stream()
                    .filter(line -> line.contains("source: shared objects file"))
                    .count();
            assertTrue(cached > loaded.size() * 9L / 10, () -> cached + " of " + loaded.size() + " are from the cache");
            program.awaitErr(
                    "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ INFO {2}Setup: no tokens are configured",
                    WITHIN);
        }
    }

    /** The settings that are compiled in stand behind a file, as they did when they were one. */
    @Test
    void aFileThatIsNamedSaysHowToLog(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("log.xml"), """
                <configuration>
                  <appender name="mine" class="ch.qos.logback.core.ConsoleAppender">
                    <target>System.err</target>
                    <encoder><pattern>mine: %msg%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="mine"/></root>
                </configuration>
                """);
        try (Program program = Program.serve(config(folder), JAR, "-Dlogback.configurationFile=" + file)) {
            program.awaitErr("^mine: no tokens are configured", WITHIN);
        }
    }

    @Test
    void theStartIsShortAndSmall(@TempDir Path folder) throws IOException {
        try (Program program = Program.serve(config(folder), JAR, "-XX:AOTCache=" + CACHE)) {
            Duration cpu = ProcessHandle.of(program.pid())
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElseThrow();
            assertTrue(cpu.compareTo(CPU_AT_MOST) < 0, () -> "took " + cpu + " of CPU until it answered");
            long megabytes = residentKilobytes(program.pid()) / 1024;
            assertTrue(megabytes < MEGABYTES_AT_MOST, () -> megabytes + " MB");
        }
    }

    @Test
    void withoutACacheNothingIsSaid(@TempDir Path folder) throws IOException {
        startsQuietly(folder, JAR, folder.resolve("none.aot"));
    }

    @Test
    void aCacheOfAnotherJarIsPassedOver(@TempDir Path folder) throws IOException {
        Path copy = Files.createTempFile(JAR.getParent(), "another", ".jar"); // beside lib
        try {
            Files.copy(JAR, copy, StandardCopyOption.REPLACE_EXISTING);
            startsQuietly(folder, copy, CACHE);
        } finally {
            Files.delete(copy);
        }
    }

    @Test
    void aCacheThatIsCutOffIsPassedOver(@TempDir Path folder) throws IOException {
        Path cut = Files.copy(CACHE, folder.resolve("cut.aot"));
        try (FileChannel channel = FileChannel.open(cut, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        startsQuietly(folder, JAR, cut);
    }

    private static void startsQuietly(Path folder, Path jar, Path cache) throws IOException {
        try (Program program = Program.serve(config(folder), jar, "-XX:AOTCache=" + cache)) {
            assertEquals(1, program.out().size(), () -> program.out().toString());
            assertTrue(
                    program.err().stream().noneMatch(line -> line.startsWith("[")),
                    () -> program.err().toString());
        }
    }

    private static Path config(Path folder) throws IOException {
        try (ServerSocket dns = new ServerSocket(0);
                ServerSocket control = new ServerSocket(0)) {
            return Files.writeString(folder.resolve("proxima.yaml"), """
                    listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                    zones: "%s"
                    geo: {databases: ["%s"], lines: "%s", home: CN}
                    state: state
                    """.formatted(
                            dns.getLocalPort(),
                            control.getLocalPort(),
                            Program.HOME.resolve("zones"),
                            Program.HOME.resolve("geoip/demo.mmdb"),
                            Program.HOME.resolve("geoip/lines.yaml")));
        }
    }

    private static long residentKilobytes(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
