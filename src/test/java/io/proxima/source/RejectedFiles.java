package io.proxima.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/**
 * Bad files under {@code src/test/resources/rejected}, one defect each, beside the very lines that must be said of them.
 *
 * <p>In the lines the file goes by its name alone.
 */
public final class RejectedFiles {
    private static final Path ROOT = Path.of("src/test/resources/rejected");

    private RejectedFiles() {}

    /** Every file of a folder that ends so. */
    public static Stream<Named<Path>> in(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.filter(file -> name(file).endsWith(ending)).sorted().toList().stream()
                    .map(file -> Named.of(name(file).replace(ending, ""), file));
        }
    }

    /** Asserts that what was found is what stands beside the file, with the ending {@code .expected}. */
    public static void assertFound(Path file, String ending, Findings findings) throws IOException {
        Path expected = file.resolveSibling(name(file).replace(ending, ".expected"));
        List<String> found = findings.sorted().stream().map(Finding::toString).toList();
        assertEquals(String.join("\n", Files.readAllLines(expected)), String.join("\n", found));
    }

    /** The name that findings call a file by. */
    public static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
