package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseReader;
import io.proxima.health.Verdict;
import io.proxima.policy.Policy;
import io.proxima.policy.PolicyReader;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any text as the policy file beside the zone of {@link Releases}.
 *
 * <p>It is a policy, or there are errors, each with its place. With zone and lines it is a release, or there are errors
 * again; a release compiles, and whatever is up or down, {@link SteeredAnswers} says what its names answer.
 */
class PolicyFileFuzzTest {
    private static final Name APEX = Name.parse("example.com.");
    private static final String POLICY = "example.com.policy.yaml";
    private static final List<Predicate<String>> STATES =
            List.of(_ -> true, _ -> false, address -> address.hashCode() % 2 == 0);

    @TempDir
    static Path folder;

    private static ReleaseReader reader;
    private static GuardedEngine engine;
    private static Map<String, String> zones;

    @BeforeAll
    static void copyTheRelease() throws IOException {
        Path zoneFolder = Files.createDirectory(folder.resolve("zones"));
        Files.copy(Releases.folder().resolve("lines.yaml"), folder.resolve("lines.yaml"));
        zones = new HashMap<>();
        for (String zone : List.of("example.com.zone", "example.net.zone", "sub.example.com.zone")) {
            Path copy = zoneFolder.resolve(zone);
            Files.copy(Releases.folder().resolve("zones").resolve(zone), copy, StandardCopyOption.REPLACE_EXISTING);
            zones.put(copy.toString(), Files.readString(copy));
        }
        reader = new ReleaseReader(Releases.files(folder));
        engine = new GuardedEngine(Releases.catalog(), Transport.TCP);
    }

    @DictionaryFile(resourcePath = "/io/proxima/fuzz/policy.dict")
    @FuzzTest(maxDuration = "5m")
    void policyOrFindings(byte[] octets) throws IOException {
        String text = FindingRules.text(octets);
        Findings findings = new Findings();
        Optional<Policy> policy = PolicyReader.read(POLICY, text, APEX, findings);
        FindingRules.check(findings, Map.of(POLICY, text));
        assertEquals(policy.isEmpty(), findings.hasErrors());
        if (policy.isPresent()) {
            release(text);
        }
    }

    private static void release(String text) throws IOException {
        Path file = folder.resolve("zones").resolve(POLICY);
        Files.writeString(file, text);
        Findings findings = new Findings();
        Optional<Release> release = reader.read(findings);
        Map<String, String> files = new HashMap<>(zones);
        files.put(file.toString(), text);
        FindingRules.check(findings, files);
        assertEquals(release.isEmpty(), findings.hasErrors());
        if (release.isPresent()) {
            Catalog catalog = new CatalogCompiler().compile(release.get());
            assertNotNull(catalog.derived().derivations()); // they refuse whatever depends on itself
            Policy policy = release.get().policyOf(APEX).orElseThrow();
            for (Predicate<String> up : STATES) {
                catalog.applyAll(pair -> new Verdict(up.test(pair.address()), false, 0), Releases.NOW_MILLIS);
                new SteeredAnswers(release.get(), policy, up, engine.over(catalog)).check();
            }
        }
    }
}
