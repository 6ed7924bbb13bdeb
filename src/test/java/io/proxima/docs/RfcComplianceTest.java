package io.proxima.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/rfc-compliance.md} names tests that exist, and every RFC that has a folder of tests. */
class RfcComplianceTest {
    private static final Path DOCUMENT = Path.of("docs/rfc-compliance.md");
    private static final Path TESTS = Path.of("src/test/java/io/proxima");
    private static final Pattern NAMED = Pattern.compile(
            "`((?:rfc\\d+|answer|docs|scenario|server|zone|wire)\\.)?([A-Z]\\w*Test)?(?:#(\\w+)(…?))?`");

    @Test
    void everyTestNamedExists() throws IOException {
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String line : Files.readAllLines(DOCUMENT)) {
            String file = null;
            for (MatchResult match : NAMED.matcher(line).results().toList()) {
                if (match.group(2) != null) {
                    String folder = match.group(1) == null ? "" : match.group(1).replace(".", "/");
                    file = (folder.startsWith("rfc") || folder.isEmpty() ? "conformance/" : "") + folder
                            + match.group(2) + ".java";
                }
                if (file != null && (match.group(2) != null || match.group(3) != null)) {
                    named++;
                    if (!exists(
                            file,
                            match.group(3),
                            match.group(4) != null && !match.group(4).isEmpty())) {
                        missing.add(match.group());
                    }
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 30, "the document lost its table");
    }

    private static boolean exists(String file, @org.jspecify.annotations.Nullable String method, boolean prefix)
            throws IOException {
        Path path = TESTS.resolve(file);
        if (!Files.exists(path)) {
            return false;
        }
        String ending = prefix ? "\\w*" : "";
        return method == null
                || Pattern.compile("\\b" + method + ending + "\\(")
                        .matcher(Files.readString(path))
                        .find();
    }

    @Test
    void everyRfcWithTestsIsNamed() throws IOException {
        String document = Files.readString(DOCUMENT);
        try (Stream<Path> folders = Files.list(TESTS.resolve("conformance"))) {
            Set<String> unnamed = folders.filter(Files::isDirectory)
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .filter(folder -> !document.contains("`" + folder + "."))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(Set.of(), unnamed);
        }
    }
}
