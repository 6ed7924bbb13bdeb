import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server that runs, on a core of its own and in a network namespace of its own. */
final class Instance {
    static final int SERVER_CORE = 0;
    static final int LOAD_CORE = 1;
    private static final int FIRST_ANSWER_WITHIN_SECONDS = 600;
    private static final long MICROS_A_TICK = 10_000;

    private final Server server;
    private final String space;
    private final Path scratch;
    private final Running running;
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
        running = new Running(Commands.inside(space, SERVER_CORE, command), log);
    }

    static Instance start(Server server, String space, Path scratch, Path log, List<String> command)
            throws IOException, InterruptedException {
        return new Instance(server, space, scratch, log, command);
    }

    Server server() {
        return server;
    }

    /** Runs a command on the load's core beside the server; gives what it wrote. */
    String beside(List<String> command) throws IOException, InterruptedException {
        try {
            return Commands.need(Commands.inside(space, LOAD_CORE, command));
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
        long[] ticks = running.ticks();
        return new Cpu(ticks[0] * MICROS_A_TICK, ticks[1] * MICROS_A_TICK);
    }

    /** Resident memory, in megabytes; what its processes share counts once. */
    double megabytes() throws IOException {
        return running.megabytes();
    }

    /** Ends the server and what it started, and removes the namespace. */
    void close() throws IOException, InterruptedException {
        running.end();
        Commands.need(List.of("ip", "netns", "delete", space));
    }
}
