package io.proxima.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;

/** What shells complete, asked of the shells. */
class CompletionTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() {
        assertEquals(0, CommandHabitsTest.commands().execute("completion", "--to", folder.toString()));
    }

    private static Set<String> words(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it ends");
        Set<String> words = new TreeSet<>(Arrays.asList(said.strip().split("\\s+", -1)));
        words.remove("");
        return words;
    }

    /** What bash offers for the last of some words. */
    private Set<String> bash(String line) throws IOException, InterruptedException {
        String script = """
                source "$1"
                read -r -a COMP_WORDS <<< "$2"
                [[ $2 == *' ' ]] && COMP_WORDS+=('')
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$2 COMP_POINT=${#2}
                complete -p proxima | grep -q _proxima_named || echo 'not registered'
                _proxima_named proxima "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}" 2>&-  # compopt wants a real Tab
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        return words(
                "bash",
                "--norc",
                "-c",
                script,
                "bash",
                folder.resolve("proxima.bash").toString(),
                line);
    }

    @ParameterizedTest
    @CsvSource({
        "proxima sta, status",
        "proxima force, force-down force-up",
        "proxima status --d, --down",
        "proxima explain --c, --client --config",
        "proxima geo f, fetch",
        "proxima geo fetch --n, --npm-registry",
        "'proxima completion ', bash fish zsh",
        "proxima nothing-like-that --x, ''"
    })
    void bashCompletes(String line, String offered) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");
        Set<String> expected = new TreeSet<>(Arrays.asList(offered.split(" ", -1)));
        expected.remove("");
        Set<String> said = bash(line);
        assertTrue(said.containsAll(expected), () -> line + ": " + said);
        if (!line.endsWith(" ")) {
            assertEquals(expected, said);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'proxima drain e', edge edge/a",
        "'proxima drain edge/', edge/a",
        "'proxima drain --for 30m ed', edge edge/a",
        "'proxima status --pool ', POOL edge",
        "'proxima status --url http://192.0.2.1:1 --pool h', http://192.0.2.1:1",
        "'proxima drain --why e', ''",
        "'proxima serve e', ''"
    })
    void bashAsksTheServerForNames(String line, String offered) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");
        Path program = Files.writeString(folder.resolve("proxima"), """
                #!/bin/sh
                [ "$1" = names ] || exit 1
                printf '%s\\n' "$2" edge edge/a '$(touch expanded)' "$4"
                """);
        assertTrue(program.toFile().setExecutable(true));
        Set<String> expected = new TreeSet<>(Arrays.asList(offered.split(" ", -1)));
        expected.remove("");
        Set<String> said = bash(line.replaceFirst("proxima", program.toString()));
        assertTrue(said.containsAll(expected), said::toString);
        if (!line.endsWith(" ")) {
            assertEquals(expected, said);
        }
        assertTrue(Files.notExists(Path.of("expanded")), "what a server says is never run");
    }

    @ParameterizedTest
    @CsvSource({
        "proxima sta, status",
        "proxima force, force-down force-up",
        "proxima status --d, --down",
        "proxima explain --c, --client --config",
        "proxima geo f, fetch",
        "proxima geo fetch --n, --npm-registry",
        "proxima completion b, bash"
    })
    void fishCompletes(String line, String offered) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/fish")), "fish is not installed");
        String script =
                "source " + folder.resolve("proxima.fish") + "; complete -C '" + line + "' | string split -f1 \\t";
        assertEquals(new TreeSet<>(List.of(offered.split(" ", -1))), words("fish", "--no-config", "-c", script));
    }

    @Test
    void zshTakesTheScriptAndHasAllCommands() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "zsh is not installed");
        String script = "autoload -U +X compinit && compinit -u -d " + folder.resolve("dump") + "; source "
                + folder.resolve("proxima.zsh") + "; print ${_comps[proxima]:-none}; "
                + "COMP_WORDS=(proxima sta); COMP_CWORD=1; words=(proxima sta) CURRENT=2; whence -w _complete_proxima";
        Set<String> said = words("zsh", "-f", "-c", script);
        assertTrue(
                said.contains("_complete_proxima:") && said.contains("function") && !said.contains("none"),
                said::toString);
    }

    @Test
    void everyCommandAndOptionIsInEveryScript() throws IOException {
        for (String shell : List.of("bash", "zsh", "fish")) {
            String script = Files.readString(folder.resolve("proxima." + shell));
            for (var command : CommandHabits.all(CommandHabitsTest.commands())) {
                CommandSpec spec = command.getCommandSpec();
                if (spec.usageMessage().hidden()) {
                    continue;
                }
                assertTrue(script.contains(spec.name()), () -> spec.name() + " is not completed by " + shell);
                spec.options().stream().filter(option -> !option.hidden()).forEach(option -> {
                    String name =
                            shell.equals("fish") ? "-l " + option.longestName().substring(2) : option.longestName();
                    assertTrue(script.contains(name), () -> name + " is not completed by " + shell);
                });
            }
        }
    }
}
