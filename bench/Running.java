import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server's process and its children, and what the kernel says of them; one that has just ended counts nothing. */
final class Running {
    private static final int END_WITHIN_SECONDS = 20;

    private final Process process;

    Running(List<String> command, Path log) throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    Process process() {
        return process;
    }

    /** Clock ticks so far, of all of them: their own, the kernel's for them, and both of children that have ended. */
    long[] ticks() throws IOException {
        long[] sum = new long[4];
        for (long pid : pids()) {
            long[] ticks = ticks(pid);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += ticks[i];
            }
        }
        return sum;
    }

    /** The same of one process or thread of the kernel. */
    static long[] ticks(long pid) throws IOException {
        long[] ticks = new long[4];
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            for (int i = 0; i < ticks.length; i++) {
                ticks[i] = Long.parseLong(fields[11 + i]);
            }
        } catch (FileSystemException _) {
            return new long[4];
        }
        return ticks;
    }

    /** Resident memory, in megabytes; what the processes share counts once. */
    double megabytes() throws IOException {
        long kilobytes = 0;
        for (long pid : pids()) {
            kilobytes += kilobytes(pid, "smaps_rollup", "Pss:");
        }
        return kilobytes / 1024.0;
    }

    /** What a file below {@code /proc} says of a process, in kilobytes. */
    static long kilobytes(long pid, String file, String key) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/" + file))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (FileSystemException | UncheckedIOException _) {
            return 0;
        }
    }

    private List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Ends the server and what it started. */
    void end() throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
