package io.proxima.zone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What was edited in a file, looked for on another thread before anybody asks. Worth what the file looked like when it began. */
final class EarlyScan {
    private final Reading base;
    private final Object look;
    private final CompletableFuture<Optional<List<FileScan.Edit>>> found;

    /**
     * Begins.
     *
     * @param base what the file is compared with, read in chunks
     * @param look what it looked like before
     */
    EarlyScan(Path file, Reading base, Object look) {
        this.base = base;
        this.look = look;
        List<Chunk> chunks = Objects.requireNonNull(base.chunks(), "what was read in chunks");
        this.found = CompletableFuture.supplyAsync(
                () -> edits(file, chunks),
                task -> Thread.ofPlatform().name("release-scan").daemon().start(task));
    }

    private static Optional<List<FileScan.Edit>> edits(Path file, List<Chunk> chunks) {
        try (FileScan scan = new FileScan(file)) {
            return Optional.ofNullable(scan.edits(chunks));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is about a file that looks so, compared with that reading. */
    @SuppressWarnings("ReferenceEquality") // a reading is a whole file: the very one, not one that is like it
    boolean isOf(Reading other, Object now) {
        return base == other && look.equals(now);
    }

    /** The edits, waited for; null where they are too large or too many. */
    @Nullable
    List<FileScan.Edit> edits() throws IOException {
        try {
            return found.join().orElse(null);
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException unread) {
                throw unread.getCause();
            }
            throw e;
        }
    }
}
