import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that runs, on a core of its own and in a network namespace of its own. */
final class Instance {
    static final int SERVER_CORE = 0;
    static final int LOAD_CORE = 1;
    private static final int FIRST_ANSWER_WITHIN_SECONDS = 600;
    private static final long MICROS_A_TICK = 10_000;

    private final Server server;
    private final String space;
    private final Path scratch;
    private final Process process;
    private final Path log;
    private final long startedAt;

    /** Processor time so far, in microseconds, of the process and its children. */
    record Cpu(long user, long system) {
        Cpu since(Cpu before) {
            return new Cpu(user - before.user, system - before.system);
        }
    }

    private Instance(Server server, String space, Path scratch, Path log, List<String> command)
            throws IOException, InterruptedException {
        this.server = server;
        this.space = space;
        this.scratch = scratch;
        this.log = log;
        Commands.need(List.of("ip", "netns", "add", space));
        Commands.need(List.of("ip", "-n", space, "link", "set", "lo", "up"));
        startedAt = System.nanoTime();
        process = new ProcessBuilder(inside(SERVER_CORE, command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
    }

    static Instance start(Server server, String space, Path scratch, Path log, List<String> command)
            throws IOException, InterruptedException {
        return new Instance(server, space, scratch, log, command);
    }

    Server server() {
        return server;
    }

    private List<String> inside(int core, List<String> command) {
        List<String> all =
                new ArrayList<>(List.of("ip", "netns", "exec", space, "taskset", "-c", Integer.toString(core)));
        all.addAll(command);
        return all;
    }

    /** Runs a command on the load's core beside the server; gives what it wrote. */
    String beside(List<String> command) throws IOException, InterruptedException {
        try {
            return Commands.need(inside(LOAD_CORE, command));
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + server.name() + " wrote: " + Files.readString(log), e);
        }
    }

    /** Waits for the first answer; gives the milliseconds since the command was given. */
    double firstAnswerMillis(Path queries) throws IOException, InterruptedException {
        Paced paced = Paced.run(this, scratch, queries, 1000, 1, FIRST_ANSWER_WITHIN_SECONDS);
        return (paced.firstAt() - startedAt) / 1e6;
    }

    /** Asks with dig; gives the data of the answer, sorted, or says what went wrong. */
    List<String> dig(List<String> question) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "dig", "+short", "+norec", "+time=2", "+tries=1", "@" + Server.ADDRESS, "-p", "" + Server.PORT));
        command.addAll(question);
        return beside(command).lines().sorted().toList();
    }

    Cpu cpu() throws IOException {
        long user = 0;
        long system = 0;
        for (long pid : pids()) {
            String stat;
            try {
                stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            } catch (FileSystemException _) {
                continue; // it has just ended
            }
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            user += Long.parseLong(fields[11]);
            system += Long.parseLong(fields[12]);
        }
        return new Cpu(user * MICROS_A_TICK, system * MICROS_A_TICK);
    }

    /** Resident memory, in megabytes; what its processes share counts once. */
    double megabytes() throws IOException {
        long kilobytes = 0;
        for (long pid : pids()) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
                kilobytes += lines.filter(line -> line.startsWith("Pss:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
            } catch (FileSystemException _) {
                continue; // it has just ended
            }
        }
        return kilobytes / 1024.0;
    }

    private List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Ends the server and what it started, and removes the namespace. */
    void close() throws IOException, InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        Commands.need(List.of("ip", "netns", "delete", space));
    }
}
