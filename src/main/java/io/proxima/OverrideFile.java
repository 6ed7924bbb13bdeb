package io.proxima;

import io.proxima.health.OverrideRegister;
import io.proxima.health.SavedOverrides;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators said, on disk: a file with a checksum that is replaced whole, and the one before it.
 *
 * <p>What was written when {@link #write} returns outlives a crash of the machine, as far as its disk keeps what it says it
 * keeps. A file that is torn or altered is told by its checksum, and the one before it counts.
 */
final class OverrideFile {
    private static final Logger LOG = LoggerFactory.getLogger(OverrideFile.class);

    private final Path folder;
    private final Path file;
    private final Path before;

    OverrideFile(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("overrides");
        this.before = folder.resolve("overrides.before");
    }

    /** What was written last, else before that; nothing, with a warning, where neither can be read. */
    List<OverrideRegister> read() {
        Optional<List<OverrideRegister>> last = read(file);
        if (last.isPresent()) {
            return last.get();
        }
        Optional<List<OverrideRegister>> older = read(before);
        if (Files.exists(file)) {
            LOG.warn(
                    "{} is torn or altered; {}",
                    file,
                    older.isPresent() ? "what was kept before it counts" : "nothing that operators said is known");
        }
        return older.orElse(List.of());
    }

    private static Optional<List<OverrideRegister>> read(Path file) {
        try {
            return SavedOverrides.decode(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /** Replaces what is kept; it is on the disk when this returns. */
    void write(List<OverrideRegister> registers) throws IOException {
        Files.createDirectories(folder);
        Path fresh = folder.resolve("overrides.new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer octets = ByteBuffer.wrap(SavedOverrides.encode(registers).getBytes(StandardCharsets.UTF_8));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
        if (read(file).isPresent()) {
            Files.move(file, before, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true); // or the new name may be gone after a crash
        }
    }
}
