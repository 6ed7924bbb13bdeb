package io.proxima.store;

import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.diff.Comparing;
import io.proxima.catalog.diff.DiffSide;
import io.proxima.catalog.diff.ReleaseDiff;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is kept, and what the files say now, by the names that people give them. Only reads: whether a server runs on the
 * state folder does not matter. Any thread that may wait for the disk.
 *
 * @param files where the files are that {@code files} means
 * @param state the replica's state folder
 */
public record Comparison(ReleaseFiles files, Path state) {
    /** What the files say now, whether they are served or not. */
    public static final String FILES = "files";

    private static final int DIGITS = 16;

    /** One of the two, with what has to be closed after it. */
    private record Opened(DiffSide side, @Nullable KeptRelease kept) implements AutoCloseable {
        @Override
        public void close() {
            if (kept != null) {
                kept.close();
            }
        }
    }

    /**
     * Compares two releases.
     *
     * @param from {@code files}, {@code current}, {@code previous} or a beginning of a hash
     * @param to the same
     * @param most how many changes are told; all are counted
     * @param findings gets what is wrong with files that differ
     * @return empty where a file that differs cannot be understood
     * @throws StoreException if a name means no release that is kept
     * @throws IOException if the files or the state cannot be read
     */
    public Optional<ReleaseDiff> of(String from, String to, int most, Findings findings)
            throws IOException, StoreException {
        try (Opened before = open(from);
                Opened after = open(to)) {
            return new Comparing(before.side(), after.side(), most, findings).run();
        }
    }

    private Opened open(String name) throws IOException, StoreException {
        if (name.equals(FILES)) {
            Map<String, String> digests = new HashMap<>();
            for (Path database : files.databases()) {
                digests.put(database.toString(), Files.isReadable(database) ? Blobs.digest(database) : "not readable");
            }
            return new Opened(new DiffSide(FILES, files, named(digests)), null);
        }
        KeptRelease kept = Releases.in(state).open(releaseOf(state, name));
        return new Opened(new DiffSide(kept.release(), kept.files(), named(kept.databases())), kept);
    }

    /**
     * The hash of the release that a name means in a state folder.
     *
     * @param name {@code current}, {@code previous} or a beginning of a hash
     */
    static String releaseOf(Path state, String name) throws IOException, StoreException {
        List<String> kept = Releases.in(state).newest();
        String current = Standing.read(state)
                .map(standing -> standing.active().release())
                .orElse(kept.isEmpty() ? "" : kept.getFirst());
        if (current.isEmpty()) {
            throw new StoreException("no release is kept in " + state + ": none was in force yet");
        }
        return ReleaseNames.find(name, current, ReleaseHistory.in(state).latest(), kept);
    }

    /** By the files' names, so that a folder that was moved is no difference; by their paths where names are the same. */
    private static Map<String, String> named(Map<String, String> byPath) {
        Map<String, String> named = new HashMap<>();
        byPath.forEach((path, sha256) -> {
            String name = String.valueOf(Path.of(path).getFileName());
            long alike = byPath.keySet().stream()
                    .filter(other -> name.equals(String.valueOf(Path.of(other).getFileName())))
                    .count();
            named.put(
                    alike > 1 ? path : name,
                    sha256.length() > DIGITS && !sha256.contains(" ")
                            ? "sha256 " + sha256.substring(0, DIGITS) + "…"
                            : sha256);
        });
        return named;
    }
}
