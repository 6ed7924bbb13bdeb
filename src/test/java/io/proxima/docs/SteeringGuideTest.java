package io.proxima.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.geo.Geography;
import io.proxima.policy.PolicyReader;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every YAML file shown in {@code docs/steering.md} and {@code docs/try.md} is one that Proxima takes without a word. */
class SteeringGuideTest {
    private static final List<Path> GUIDES = List.of(Path.of("docs/steering.md"), Path.of("docs/try.md"));
    private static final Pattern YAML = Pattern.compile("```yaml\n# (\\S+)\n(.*?)```", Pattern.DOTALL);

    @TestFactory
    Stream<DynamicTest> everyPolicyIsTaken() throws IOException {
        return snippets("zones/example.com.policy.yaml").stream()
                .map(text ->
                        DynamicTest.dynamicTest(text.lines().skip(1).findFirst().orElse(""), () -> {
                            Findings findings = new Findings();
                            assertTrue(
                                    PolicyReader.read(
                                                    "example.com.policy.yaml",
                                                    text,
                                                    Name.parse("example.com."),
                                                    findings)
                                            .isPresent(),
                                    () -> findings.sorted().toString());
                            assertEquals(List.of(), findings.sorted());
                        }));
    }

    @Test
    void theLinesAreTaken(@TempDir Path folder) throws IOException {
        for (String text : snippets("geoip/lines.yaml")) {
            Findings findings = new Findings();
            Geography lines =
                    Geography.load(List.of(), Files.writeString(folder.resolve("lines.yaml"), text), "CN", findings);
            assertEquals(List.of(), findings.sorted());
            for (String line : List.of("east-china/unicom", "europe", "telecom", "office", "CN-SH/unicom")) {
                assertTrue(lines.knows(line), line);
            }
        }
    }

    @Test
    void everySnippetIsOneOfThese() throws IOException {
        long fences = text().lines().filter("```yaml"::equals).count();
        assertEquals(
                fences,
                snippets("zones/example.com.policy.yaml").size()
                        + snippets("geoip/lines.yaml").size());
    }

    private static String text() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path guide : GUIDES) {
            text.append(Files.readString(guide)).append('\n');
        }
        return text.toString();
    }

    private static List<String> snippets(String file) throws IOException {
        List<String> snippets = YAML.matcher(text())
                .results()
                .filter(found -> found.group(1).equals(file))
                .map((MatchResult found) -> found.group(2))
                .toList();
        assertTrue(!snippets.isEmpty(), () -> "no " + file + " in " + GUIDES);
        return snippets;
    }
}
