package io.proxima.control;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.geo.Geography;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A folder that somebody would like to serve in place of the zones, compiled for a trial; nothing of it stays.
 *
 * @param catalog null where a finding is an error
 * @param findings as lines of text
 */
record Candidate(@Nullable Catalog catalog, List<String> findings) {
    private static final String SEGMENT = "[A-Za-z0-9_*@=+-][A-Za-z0-9._*@=+-]*";
    private static final String PATH = SEGMENT + "(/" + SEGMENT + "){0,8}";
    private static final String LINES = "lines.yaml";
    private static final int FILES_AT_MOST = 100_000;

    /**
     * Compiles files that were sent, from a folder of their own that is gone afterwards.
     *
     * @param called what the folder is called in findings
     * @param lines what the lines are, where the candidate has none of its own
     */
    static Candidate of(Map<String, String> files, String called, ReleaseFiles configured, Geography lines)
            throws IOException {
        files.keySet().stream().filter(name -> !name.matches(PATH)).findFirst().ifPresent(name -> {
            throw new ProblemException(Problem.badRequest(
                    "\"files\": \"" + name + "\" is no path of letters, digits, dots, hyphens and the like", "files"));
        });
        if (files.size() > FILES_AT_MOST) {
            throw new ProblemException(Problem.badRequest("\"files\" are more than " + FILES_AT_MOST, "files"));
        }
        Path folder = Files.createTempDirectory("proxima-trial");
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.resolveSibling(""));
                Files.writeString(path, file.getValue());
            }
            return compile(folder, configured, lines, text -> text.replace(folder + "/", prefix(called)));
        } finally {
            remove(folder);
        }
    }

    private static String prefix(String called) {
        return called.isEmpty() || called.endsWith("/") ? called : called + "/";
    }

    /** Compiles a folder as it stands, with the lines of its own, else those that are configured. */
    static Candidate of(Path folder, ReleaseFiles configured) {
        return compile(folder, configured, null, Function.identity());
    }

    private static Candidate compile(
            Path folder, ReleaseFiles configured, @Nullable Geography lines, Function<String, String> called) {
        Path own = folder.resolve(LINES);
        boolean ownLines = Files.exists(own);
        if (ownLines && lines != null) {
            requireInside(folder, own);
        }
        ReleaseFiles files = new ReleaseFiles(
                folder, configured.databases(), ownLines ? own : configured.lines(), configured.home());
        Findings findings = new Findings();
        ReleaseReader reader = ownLines || lines == null ? new ReleaseReader(files) : new ReleaseReader(files, lines);
        Optional<Catalog> catalog = reader.read(findings).map(new CatalogCompiler()::compile);
        return new Candidate(
                catalog.orElse(null),
                findings.sorted().stream().map(Finding::toString).map(called).toList());
    }

    /** What is sent from elsewhere shall not have this machine's other files read. */
    private static void requireInside(Path folder, Path lines) {
        Geography.networksFiles(lines).stream()
                .filter(file -> !file.normalize().startsWith(folder))
                .findFirst()
                .ifPresent(file -> {
                    throw new ProblemException(Problem.badRequest(
                            "lines.yaml: networks-files must lie in the folder that is tried, unlike " + file,
                            "files"));
                });
    }

    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
