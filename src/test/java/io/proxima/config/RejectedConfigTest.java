package io.proxima.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.source.Findings;
import io.proxima.source.RejectedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RejectedConfigTest {
    private static final String ENDING = ".yaml";

    static Stream<Named<Path>> files() throws IOException {
        return RejectedFiles.in("config", ENDING);
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysExactlyWhatIsWrong(Path file) throws IOException {
        Findings findings = new Findings();
        Optional<ServerConfig> config =
                ConfigReader.read(RejectedFiles.name(file), Files.readString(file), Path.of("nowhere"), findings);
        RejectedFiles.assertFound(file, ENDING, findings);
        assertEquals(!findings.hasErrors(), config.isPresent());
    }
}
