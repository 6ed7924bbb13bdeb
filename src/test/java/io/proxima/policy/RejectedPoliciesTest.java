package io.proxima.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.source.Findings;
import io.proxima.source.RejectedFiles;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RejectedPoliciesTest {
    private static final String ENDING = ".policy.yaml";

    static Stream<Named<Path>> files() throws IOException {
        return RejectedFiles.in("policies", ENDING);
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysExactlyWhatIsWrong(Path file) throws IOException {
        Findings findings = new Findings();
        Optional<Policy> policy = PolicyReader.read(
                RejectedFiles.name(file), Files.readString(file), Name.parse("example.com."), findings);
        RejectedFiles.assertFound(file, ENDING, findings);
        assertEquals(!findings.hasErrors(), policy.isPresent());
    }
}
