import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A server that loads: how long it has run, what it took, and how much memory it and its children had at most. */
final class Loading implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final Running running;
    private final long startedAt = System.nanoTime();
    private final Thread watching;
    private volatile double most;

    Loading(List<String> command, Path log) throws IOException {
        running = new Running(command, log);
        watching = Thread.ofPlatform().daemon().start(this::watch);
    }

    private void watch() {
        try {
            while (running.process().isAlive()) {
                most = Math.max(most, megabytes());
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("its memory cannot be looked at: " + e);
        }
    }

    boolean isAlive() {
        return running.process().isAlive();
    }

    double seconds() {
        return (System.nanoTime() - startedAt) / 1e9;
    }

    /** Memory at most so far, in megabytes; of a server of one process what the kernel says, else as it was seen. */
    double mostMegabytes() throws IOException {
        Process process = running.process();
        return process.descendants().findAny().isPresent()
                ? most
                : Running.kilobytes(process.pid(), "status", "VmHWM:") / 1024.0;
    }

    /** Resident memory now, in megabytes; what its processes share counts once. */
    double megabytes() throws IOException {
        return running.megabytes();
    }

    /** Processor time so far, in seconds. */
    double cpuSeconds() throws IOException {
        return Arrays.stream(running.ticks()).sum() / 100.0;
    }

    @Override
    public void close() throws IOException {
        try {
            running.end();
            watching.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
