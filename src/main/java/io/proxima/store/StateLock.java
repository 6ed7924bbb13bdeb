package io.proxima.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The word of a process that a state folder is its own, held on the file {@code lock} in it: the operating system lets go of it
 * however the process ends. It keeps nobody from reading.
 */
public final class StateLock implements AutoCloseable {
    static final String NAME = "lock";

    private final FileChannel channel;

    private StateLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Holds a folder, which is made where it is not there.
     *
     * @return empty where another process holds it, or this one does already
     */
    public static Optional<StateLock> hold(Path state) throws IOException {
        Files.createDirectories(state);
        FileChannel channel =
                FileChannel.open(state.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new StateLock(channel));
            }
        } catch (OverlappingFileLockException _) {
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
