package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.source.Findings;
import io.proxima.source.RejectedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of lines of one defect each, beside what is said of them. */
class RejectedLinesTest {
    private static final String ENDING = ".yaml";

    static Stream<Named<Path>> files() throws IOException {
        return RejectedFiles.in("lines", ENDING);
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysExactlyWhatIsWrong(Path file) throws IOException {
        Findings findings = new Findings();
        LinesFile.read(file, findings);
        List<String> found = findings.sorted().stream()
                .map(finding -> finding.toString().replace(file.getParent() + "/", ""))
                .toList();
        Path expected = file.resolveSibling(RejectedFiles.name(file).replace(ENDING, ".expected"));
        assertEquals(String.join("\n", Files.readAllLines(expected)), String.join("\n", found));
    }
}
