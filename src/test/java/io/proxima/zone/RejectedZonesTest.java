package io.proxima.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of {@code rejected/zones} has one defect; beside it stands, word for word, what is said of it. */
class RejectedZonesTest {
    private static final Path FOLDER = Path.of("src/test/resources/rejected/zones");

    static List<String> defects() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".zone"))
                    .map(name -> name.substring(0, name.length() - ".zone".length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("defects")
    void saysWhatIsWrong(String defect) throws IOException {
        Findings findings = new Findings();
        Optional<Zone> zone = new ZoneReader()
                .read(FOLDER.resolve(defect + ".zone"), defect + ".zone", Name.parse("example.com."), findings);
        String said = findings.sorted().stream().map(Finding::toString).collect(Collectors.joining("\n", "", "\n"));
        assertEquals(Files.readString(FOLDER.resolve(defect + ".expected")), said);
        assertEquals(!findings.hasErrors(), zone.isPresent());
    }
}
