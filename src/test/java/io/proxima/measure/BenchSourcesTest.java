package io.proxima.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in {@code bench}, which are run from their sources, compile without a warning. */
class BenchSourcesTest {
    @Test
    void theyCompile(@TempDir Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> listed = Files.list(Path.of("bench"))) {
            List<Path> sources =
                    listed.filter(file -> file.toString().endsWith(".java")).toList();
            assertTrue(sources.size() > 5, () -> sources.toString());
            boolean compiled = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of("-Xlint:all", "-d", classes.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertEquals("", said.toString());
            assertTrue(compiled);
        }
    }
}
