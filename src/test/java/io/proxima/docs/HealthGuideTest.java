package io.proxima.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.policy.Check;
import io.proxima.policy.Policy;
import io.proxima.policy.PolicyReader;
import io.proxima.probe.TestCertificate;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policies shown in {@code docs/health.md}, with the files that they name, are taken without a word. */
class HealthGuideTest {
    private static final Path GUIDE = Path.of("docs/health.md");
    private static final Pattern YAML =
            Pattern.compile("```yaml\n# zones/example.com.policy.yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern KIND = Pattern.compile("^\\| `([a-z]+)` \\| .* \\| .* \\|$", Pattern.MULTILINE);

    @Test
    void everyPolicyIsTakenAndEveryKindIsShown(@TempDir Path folder) throws IOException {
        TestCertificate certificate = TestCertificate.make(folder, "www.example.com", "-1d", 30);
        Files.writeString(folder.resolve("authority.pem"), certificate.certificate());
        Files.writeString(folder.resolve("probe.pem"), certificate.certificate());
        Files.writeString(folder.resolve("probe.key"), certificate.key());
        Files.writeString(folder.resolve("own.token"), "5d2c0f6f1c3e4b6a8f7e9d0c1b2a3948\n");
        assertTrue(Files.createFile(folder.resolve("check-replica")).toFile().setExecutable(true));
        String guide = Files.readString(GUIDE);
        List<String> policies = YAML.matcher(guide)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertEquals(guide.lines().filter("```yaml"::equals).count(), policies.size());
        Set<String> kinds = policies.stream()
                .flatMap(text -> {
                    Findings findings = new Findings();
                    Policy policy = PolicyReader.read(
                                    folder.resolve("example.com.policy.yaml").toString(),
                                    text,
                                    Name.parse("example.com."),
                                    findings)
                            .orElseThrow(
                                    () -> new AssertionError(findings.sorted().toString()));
                    assertEquals(List.of(), findings.sorted());
                    return policy.checks().values().stream()
                            .map((Check check) -> check.ask().kind());
                })
                .collect(Collectors.toSet());
        Set<String> documented = KIND.matcher(guide.substring(0, guide.indexOf("```yaml")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        documented.removeAll(Set.of("kind", "tcp", "http")); // the title, and what is all of it in other examples
        assertEquals(documented, kinds);
    }
}
