package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.source.RejectedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Releases of one defect each: a folder with {@code zones/}, perhaps {@code lines.yaml}, and {@code expected.txt}. */
class RejectedReleasesTest {
    private static final Path ROOT = Path.of("src/test/resources/rejected/releases");

    static Stream<Named<Path>> folders() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.sorted().map(folder -> Named.of(RejectedFiles.name(folder), folder)).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void saysExactlyWhatIsWrong(Path folder) throws IOException {
        Path lines = folder.resolve("lines.yaml");
        ReleaseFiles files =
                new ReleaseFiles(folder.resolve("zones"), List.of(), Files.exists(lines) ? lines : null, null);
        Findings findings = new Findings();
        Optional<Release> release = new ReleaseReader(files).read(findings);
        List<String> found = findings.sorted().stream()
                .map(Finding::toString)
                .map(text -> text.replace(folder + "/", ""))
                .toList();
        assertEquals(String.join("\n", Files.readAllLines(folder.resolve("expected.txt"))), String.join("\n", found));
        assertEquals(!findings.hasErrors(), release.isPresent());
    }
}
