package io.proxima.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioReaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            answer A                       | x.scn:1: "answer" begins no step (zone, policy, lines, networks, remove, databases, home, believe, after, up, down, moving, settled, votes, ask)
            # nothing                      | x.scn:1: nothing is asked in this scenario
            zone                           | x.scn:1: write "zone example.com"
            zone example.com               | x.scn:1: nothing stands below it, indented
            '  answer 192.0.2.1'           | x.scn:1: an indented line that belongs to nothing above it
            after a while                  | x.scn:1: say how long, such as "after 30s"
            down web                       | x.scn:1: "web" is no address
            down web here                  | x.scn:1: "here" is no address
            votes web 192.0.2.1            | x.scn:1: write "down web 192.0.2.1", and " moving" if votes still differ
            votes moving web 192.0.2.1     | x.scn:1: write "votes down web 192.0.2.1", or up
            ask www                        | x.scn:1: write "ask [1000 times] NAME TYPE [from ADDRESS] [for PREFIX]"
            ask www B                      | x.scn:1: there is no type B
            ask www A for 10.1.2.3/8       | x.scn:1: "10.1.2.3/8" has bits set beyond its length; write 10.0.0.0/8
            believe subnets from me        | x.scn:1: "me" is no address
            ask www A~  anser 192.0.2.1    | x.scn:2: "anser 192.0.2.1" expects nothing (a response code, answer, authority, additional, ttl, scope, turns, or ADDRESS 60..90%)
            ask www A~~  answer 1.2.3      | x.scn:3: "1.2.3" is no record: <none>:1: Invalid address: 1.2.3
            """)
    void wrongFilesAreToldWithTheirLine(String text, String message) {
        ScenarioError error =
                assertThrows(ScenarioError.class, () -> ScenarioReader.read("x.scn", text.replace("~", "\n")));
        assertEquals(
                message, String.valueOf(error.getMessage()).lines().findFirst().orElse(""));
    }

    @Test
    void whatIsWrongInAZoneOrPolicyIsToldWithTheLineOfTheScenario(@TempDir Path folder) throws IOException {
        String text = """
                zone example.com
                    www  A 192.0.2.1

                policy example.com
                    pools:
                      edge: {choose: nearst}
                    names:
                      www: {pool: edge}

                ask www A
                """;
        Scenario scenario = ScenarioReader.read("x.scn", text);
        World world = new World(scenario, folder);
        ScenarioError error = assertThrows(ScenarioError.class, () -> {
            for (Step step : scenario.steps()) {
                world.take(step);
            }
        });
        String message = String.valueOf(error.getMessage());
        assertTrue(message.startsWith("x.scn:6: "), message);
        assertTrue(message.contains("nearst"), message);
    }

    @Test
    void theExampleOfTheReadmeIsAScenario() throws IOException {
        String readme = Files.readString(Path.of("src/test/resources/scenarios/README.md"));
        int start = readme.indexOf("```\n") + 4;
        String example = readme.substring(start, readme.indexOf("```\n", start));
        assertEquals(5, ScenarioReader.read("README.md", example).steps().size());
    }
}
