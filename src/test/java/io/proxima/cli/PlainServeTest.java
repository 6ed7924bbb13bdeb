package io.proxima.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not go through the table of all commands, and that nobody notices. */
class PlainServeTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<ServerConfig> served = new ArrayList<>();
    private boolean breaking;

    @ParameterizedTest
    @ValueSource(strings = {"serve", "serve --config proxima.yaml", "serve --config /etc/proxima/proxima.yaml"})
    void isPlain(String line) {
        assertTrue(PlainServe.is(line.split(" ", -1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "check",
                "check --config proxima.yaml",
                "serve --help",
                "serve --config",
                "serve --config ",
                "serve --config --help",
                "serve --config @file",
                "serve --config=proxima.yaml",
                "serve --confg proxima.yaml",
                "serve --config a b",
                "help serve"
            })
    void isForPicocli(String line) {
        assertFalse(PlainServe.is(line.split(" ", -1)));
    }

    @Test
    void servesWhatPicocliWould() throws IOException {
        String file =
                Files.writeString(folder.resolve("one.yaml"), "node: one\n").toString();
        assertEquals(7, run("serve", "--config", file));
        assertEquals(7, run("serve", "--config=" + file));
        assertEquals(2, served.size());
        assertEquals("one", served.getFirst().node());
        assertEquals(served.getFirst(), served.getLast());
    }

    @Test
    void servesTheConfigurationAtHomeWhereNoneIsNamed() throws IOException {
        Files.writeString(folder.resolve("proxima.yaml"), "node: home\n");
        Path here = Path.of("proxima.yaml");
        run("serve");
        run("serve", "--");
        assertEquals(2, served.size());
        assertEquals(served.getFirst(), served.getLast());
        assertEquals(Files.exists(here), !served.getFirst().node().equals("home"));
    }

    @Test
    void endsAsPicocliWouldWhereAFileIsWrong() throws IOException {
        String file =
                Files.writeString(folder.resolve("wrong.yaml"), "nod: one\n").toString();
        int code = run("serve", "--config", file);
        String said = err.toString();
        err.getBuffer().setLength(0);
        assertEquals(run("serve", "--config=" + file), code);
        assertEquals(err.toString(), said);
        assertEquals(ExitCodes.FAILED, code);
        assertTrue(said.contains("wrong.yaml:1:1"), said);
    }

    @Test
    void endsAsPicocliWouldWhereTheProgramIsWrong() throws IOException {
        String file =
                Files.writeString(folder.resolve("one.yaml"), "node: one\n").toString();
        breaking = true;
        assertEquals(run("serve", "--config=" + file), run("serve", "--config", file));
        assertEquals(
                2,
                err.toString()
                        .lines()
                        .filter("java.lang.IllegalStateException: a mistake of ours"::equals)
                        .count(),
                err::toString);
    }

    private int run(String... arguments) {
        Starters starters = new Starters(
                (config, _) -> {
                    if (breaking) {
                        throw new IllegalStateException("a mistake of ours");
                    }
                    served.add(config);
                    return 7;
                },
                (_, _, _) -> {},
                (_, _) -> 0,
                (_, _, _, _) -> java.util.Optional.empty(),
                (_, _, _) -> java.util.Optional.empty(),
                (_, _, _, _) -> java.util.Optional.empty());
        return Cli.run(arguments, starters, folder, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
