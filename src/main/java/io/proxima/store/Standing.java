package io.proxima.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What a replica remembers of its release between runs: which was in force, and which files it saw last. One
 * {@linkplain Frames frame} of JSON in the state folder, replaced whole.
 *
 * @param active what is in force
 * @param files the hash of the files last seen
 * @param filesSinceMillis when they were first seen
 * @param held whether they stay out of force until they are edited, because another release was put in force
 * @param edited the hash of the files last seen without the databases, as it is on disk; empty where nobody kept it
 */
public record Standing(ActiveRelease active, String files, long filesSinceMillis, boolean held, String edited) {
    private static final String NAME = "release";

    public Standing {
        Objects.requireNonNull(active);
        Objects.requireNonNull(files);
        edited = Objects.requireNonNullElse(edited, ""); // of an earlier version
    }

    /** What nobody kept a hash without databases of. */
    public Standing(ActiveRelease active, String files, long filesSinceMillis, boolean held) {
        this(active, files, filesSinceMillis, held, "");
    }

    /** The same with the hash of the files without the databases. */
    public Standing edited(String hash) {
        return new Standing(active, files, filesSinceMillis, held, hash);
    }

    /** Whether what is served is another release than the files last seen. */
    public boolean differs() {
        return !files.equals(active.release());
    }

    /**
     * What was written last; empty where nothing was, or what is there is damaged.
     *
     * @throws IOException if it cannot be read
     */
    public static Optional<Standing> read(Path state) throws IOException {
        try {
            return decode(Files.readAllBytes(state.resolve(NAME)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** What is in the file's octets; empty where that is none, or damaged. */
    static Optional<Standing> decode(byte[] octets) {
        AtomicReference<@Nullable Standing> found = new AtomicReference<>();
        Frames.scan(octets, octets.length, (from, at, length, end) -> {
            try {
                found.set(RecordCodec.MAPPER.readValue(
                        new String(from, at, length, StandardCharsets.UTF_8), Standing.class));
            } catch (JacksonException _) {
                found.set(null);
            }
        });
        return Optional.ofNullable(found.get());
    }

    /** Writes this in place of what was there; on disk when it returns. */
    public void write(Path state) throws IOException {
        Files.createDirectories(state);
        Path fresh = Files.createTempFile(state, NAME, ".new");
        try {
            Files.write(fresh, Frames.frame(RecordCodec.MAPPER.writeValueAsBytes(this)));
            try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                written.force(false);
            }
            Files.move(fresh, state.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
