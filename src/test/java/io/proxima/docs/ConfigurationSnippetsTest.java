package io.proxima.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.config.ServerConfig;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations that pages show are ones. */
class ConfigurationSnippetsTest {
    private static final Pattern SNIPPET = Pattern.compile("```yaml\n# proxima.yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"docs/api.md", "docs/configuration.md"})
    void areReadWithoutAnError(String page) throws IOException {
        List<String> snippets = SNIPPET.matcher(Files.readString(Path.of(page)))
                .results()
                .map(MatchResult::group)
                .map(found -> found.substring("```yaml\n".length(), found.length() - 3))
                .toList();
        assertTrue(!snippets.isEmpty());
        for (String snippet : snippets) {
            Findings findings = new Findings();
            boolean read = ServerConfig.read(Files.writeString(folder.resolve("proxima.yaml"), snippet), findings)
                    .isPresent();
            assertEquals(true, read, () -> findings.sorted() + "\n" + snippet);
        }
    }
}
