package io.proxima;

import io.proxima.health.Pair;
import io.proxima.health.SavedVerdicts;
import io.proxima.health.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a replica keeps on disk between runs: its epoch and the last verdicts.
 *
 * <p>A disk that fails costs a warning, not an answer. Files are replaced whole.
 */
final class StateFolder {
    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);

    private final Path folder;

    StateFolder(Path folder) {
        this.folder = folder;
    }

    /** A number greater than at every earlier start, and kept. */
    long nextEpoch(long nowMillis) {
        long saved = 0;
        try {
            saved = Long.parseLong(read("epoch").strip());
        } catch (NumberFormatException _) {
            LOG.debug("no epoch was kept");
        }
        long next = Math.max(saved + 1, nowMillis);
        write("epoch", next + "\n");
        return next;
    }

    /** The verdicts of the last run. */
    Map<Pair, Verdict> verdicts() {
        return SavedVerdicts.decode(read("verdicts"));
    }

    /** Where verdicts are kept. */
    Path verdictsFile() {
        return folder.resolve("verdicts");
    }

    /** When verdicts were last kept, on the wall clock; null where none are. */
    @Nullable
    Long verdictsWrittenAtMillis() {
        try {
            return Files.getLastModifiedTime(verdictsFile()).toMillis();
        } catch (IOException _) {
            return null;
        }
    }

    /** Keeps verdicts for the next run. */
    void keep(Map<Pair, Verdict> verdicts) {
        write("verdicts", SavedVerdicts.encode(verdicts));
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", folder.resolve(name), e.toString());
            return "";
        }
    }

    private void write(String name, String text) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, name, ".new");
            Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", file, e.toString());
        }
    }
}
