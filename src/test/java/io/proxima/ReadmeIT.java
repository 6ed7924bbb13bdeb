package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.config.ServerConfig;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The commands in README.md and {@code docs}, run against the demo.
 *
 * <p>A line of an {@code sh} block that says {@code COMMAND   # → RESULT (WHY)} is run, in the order of the page. Of dig and
 * kdig, what comes must be among the addresses in RESULT; what another command prints must have RESULT in it. Waiting for
 * as long as the demo says an edge takes is allowed. Ports are moved, so that a demo may run meanwhile.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadmeIT {
    private static final String RESULT = "# → ";
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private Program demo;
    private int port;
    private int edgePort;
    private String control = "";

    @BeforeAll
    void startDemo() throws IOException {
        port = Asking.freePort();
        edgePort = Asking.freePort();
        demo = Program.run("demo", "--port", String.valueOf(port), "--edge-port", String.valueOf(edgePort));
        demo.awaitOut("^quit$");
        control = control();
    }

    /** The control address of the demo's replica, by the configuration in the folder where its zones are edited. */
    private String control() throws IOException {
        Pattern folder = Pattern.compile("An edit of the files in (\\S+)/zones is served.*");
        Path config = demo.out().stream()
                .map(folder::matcher)
                .filter(Matcher::matches)
                .map(found -> Path.of(found.group(1), "ns1.yaml"))
                .findFirst()
                .orElseThrow();
        return ServerConfig.read(config, new Findings())
                .orElseThrow()
                .listen()
                .control()
                .toString();
    }

    @AfterAll
    void endDemo() throws InterruptedException {
        try (Program running = demo) {
            running.terminate();
            assertEquals(0, running.awaitEnd(), "the exit code after SIGTERM");
        }
    }

    @Test
    void demoSaysWhatWillCome() throws IOException, InterruptedException {
        List<String> lines =
                demo.out().stream().filter(line -> line.startsWith("dig ")).toList();
        assertTrue(lines.size() >= 8, () -> demo.out().toString());
        assumeTrue(Asking.installed("dig"), "dig is not installed");
        for (String line : lines) {
            assertTrue(holds(line), line);
        }
    }

    @Test
    void secondDemoSaysThatThePortIsTaken() throws IOException, InterruptedException {
        try (Program second =
                Program.run("demo", "--port", String.valueOf(port), "--edge-port", String.valueOf(edgePort))) {
            assertEquals(1, second.awaitEnd());
            assertEquals(1, second.err().size(), () -> second.err().toString());
            assertTrue(
                    second.err().getFirst().startsWith("proxima demo: 127.0.0.1:" + port + ": "),
                    () -> second.err().getFirst());
        }
    }

    @TestFactory
    Stream<DynamicTest> commandsOfThePagesDoWhatThePagesSay() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Program.HOME.resolve("README.md")));
        try (Stream<Path> docs = Files.walk(Program.HOME.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages.stream().filter(Files::exists).flatMap(this::commands);
    }

    private Stream<DynamicTest> commands(Path page) {
        List<String> lines = new ArrayList<>();
        boolean shell = false;
        for (String line : read(page)) {
            if (line.startsWith("```")) {
                shell = line.equals("```sh");
            } else if (shell && line.contains(RESULT)) {
                lines.add(line);
            }
        }
        return lines.stream()
                .map(line -> DynamicTest.dynamicTest(Program.HOME.relativize(page) + ": " + line, () -> {
                    String tool = line.strip().replaceFirst("\\s.*", "");
                    assumeTrue(tool.contains("/") || Asking.installed(tool), () -> tool + " is not installed");
                    await().atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(100))
                            .until(() -> holds(moved(line)));
                }));
    }

    private String moved(String line) {
        return line.replaceFirst(
                        "^\\./proxima (drain|undrain|force-up|force-down|auto|releases|activate) ",
                        "./proxima $1 --url http://" + control + " ")
                .replace("127.0.0.1:8053", control)
                .replace("-p 5300", "-p " + port)
                .replace(":8080", ":" + edgePort)
                .replace(":8079", ":" + (edgePort - 1));
    }

    private static boolean holds(String line) throws IOException, InterruptedException {
        int at = line.indexOf(RESULT);
        String command = line.substring(0, at).strip();
        String result = line.substring(at + RESULT.length())
                .replaceFirst("\\s+\\(.*\\)$", "")
                .strip();
        Set<String> printed = Asking.lines(List.of("sh", "-c", command));
        assertFalse(result.isEmpty(), () -> "nothing is expected: " + line);
        if (command.startsWith("dig ") || command.startsWith("kdig ")) {
            return !printed.isEmpty() && Set.of(result.split("\\s+", -1)).containsAll(printed);
        }
        return printed.stream().collect(Collectors.joining("\n")).contains(result);
    }

    private static List<String> read(Path page) {
        try {
            return Files.readAllLines(page);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
