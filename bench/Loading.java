import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that loads: how long it has run, what it took, and how much memory it and its children had at most. */
final class Loading implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final Process process;
    private final long startedAt = System.nanoTime();
    private final Thread watching;
    private volatile double most;

    Loading(List<String> command, Path log) throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        watching = Thread.ofPlatform().daemon().start(this::watch);
    }

    private void watch() {
        try {
            while (process.isAlive()) {
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
        return process.isAlive();
    }

    double seconds() {
        return (System.nanoTime() - startedAt) / 1e9;
    }

    /** Memory at most so far, in megabytes; of a server of one process what the kernel says, else as it was seen. */
    double mostMegabytes() throws IOException {
        return process.descendants().findAny().isPresent()
                ? most
                : kilobytes(process.pid(), "status", "VmHWM:") / 1024.0;
    }

    /** Resident memory now, in megabytes; what its processes share counts once. */
    double megabytes() throws IOException {
        long kilobytes = 0;
        for (long pid : pids()) {
            kilobytes += kilobytes(pid, "smaps_rollup", "Pss:");
        }
        return kilobytes / 1024.0;
    }

    private static long kilobytes(long pid, String file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/" + file))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (FileSystemException _) {
            return 0; // it has just ended
        } catch (java.io.UncheckedIOException _) {
            return 0;
        }
    }

    /** Processor time so far, in seconds. */
    double cpuSeconds() throws IOException {
        long ticks = 0;
        for (long pid : pids()) {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            for (int field = 11; field <= 14; field++) {
                ticks += Long.parseLong(fields[field]);
            }
        }
        return ticks / 100.0;
    }

    private List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            children.forEach(ProcessHandle::destroyForcibly);
            watching.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
