import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server and its load in a network namespace each, a pair of virtual Ethernet interfaces between them, and a core for each. */
final class XdpPair {
    static final String ADDRESS = "10.53.0.1";
    private static final String CLIENT = "10.53.0.2";
    private static final long MICROS_A_TICK = 10_000;
    private static final int ANSWERS_WITHIN_TRIES = 60;

    private final String name;
    private final String server;
    private final String client;
    private final String device;
    private final String peer;
    private Path log;
    private Running running;

    /** Where the kernel does what comes after a frame was handed over: the driver's part, XDP, IP, UDP up to the socket. */
    enum Receiving {
        BY_SENDER("as it comes: a frame is received on the core that sent it, in the sender's time"),
        BY_RECEIVER("in a kernel thread a side, on the receiver's core, as a network card has it (GRO, threaded NAPI)");

        final String meaning;

        Receiving(String meaning) {
            this.meaning = meaning;
        }
    }

    /** Processor time so far, in microseconds: of the server, of the kernel thread that receives for it, of all cores. */
    record Cpu(long user, long system, long receiving, long machine) {}

    XdpPair(String spaces, int number, String name) throws IOException, InterruptedException {
        this.name = name;
        server = spaces + "-s" + number;
        client = spaces + "-c" + number;
        device = "pxs" + number;
        peer = "pxc" + number;
        for (String line : List.of(
                "netns add " + server,
                "netns add " + client,
                "-n " + server + " link add name " + device + " type veth peer name " + peer + " netns " + client,
                "-n " + server + " address add " + ADDRESS + "/24 dev " + device,
                "-n " + client + " address add " + CLIENT + "/24 dev " + peer,
                "-n " + server + " link set lo up",
                "-n " + server + " link set " + device + " up",
                "-n " + client + " link set " + peer + " up")) {
            List<String> command = new ArrayList<>(List.of("ip"));
            command.addAll(List.of(line.split(" ")));
            Commands.need(command);
        }
    }

    String name() {
        return name;
    }

    /** The server's interface. */
    String device() {
        return device;
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    void serve(Path scratch, List<String> command) throws IOException {
        log = scratch.resolve(device + ".log");
        running = new Running(Commands.inside(server, Instance.SERVER_CORE, command), log);
    }

    /** Turns from {@link Receiving#BY_SENDER}, which is as interfaces are made, to {@link Receiving#BY_RECEIVER}. */
    void receiveInThreads() throws IOException, InterruptedException {
        receiveInThread(server, device, Instance.SERVER_CORE);
        receiveInThread(client, peer, Instance.LOAD_CORE);
    }

    private static void receiveInThread(String space, String device, int core)
            throws IOException, InterruptedException {
        Commands.need(List.of("ip", "netns", "exec", space, "ethtool", "-K", device, "gro", "on", "tso", "off"));
        String order = "echo 1 >/sys/class/net/" + device + "/threaded";
        Commands.need(List.of("ip", "netns", "exec", space, "sh", "-c", order));
        Commands.need(List.of("taskset", "-pc", "" + core, "" + receiver(device)));
    }

    /** Runs a command on the load's core and side; gives what it wrote. */
    String beside(List<String> command) throws IOException, InterruptedException {
        return Commands.need(Commands.inside(client, Instance.LOAD_CORE, command));
    }

    /** Asks with dig until the server answers; gives the data of the answer, sorted. */
    List<String> dig(List<String> question) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("dig", "+short", "+norec", "+time=1", "+tries=1", "@" + ADDRESS, "-p", "" + Server.PORT));
        command.addAll(question);
        String said = "";
        for (int i = 0; i < ANSWERS_WITHIN_TRIES && running.process().isAlive(); i++) {
            said = Commands.output(Commands.inside(client, Instance.LOAD_CORE, command));
            if (!said.startsWith(";;")) {
                break;
            }
            running.process().waitFor(500, TimeUnit.MILLISECONDS);
        }
        return said.lines().sorted().toList();
    }

    Cpu cpu() throws IOException {
        long[] ticks = running.ticks();
        long receiver = receiver(device);
        long receiving = receiver == 0 ? 0 : Running.ticks(receiver)[1];
        return new Cpu(
                ticks[0] * MICROS_A_TICK, ticks[1] * MICROS_A_TICK, receiving * MICROS_A_TICK, busy() * MICROS_A_TICK);
    }

    /** The ticks that all cores were not idle. */
    private static long busy() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
        long busy = 0;
        for (int i : new int[] {1, 2, 3, 6, 7}) { // user, nice, system, irq, softirq
            busy += Long.parseLong(fields[i]);
        }
        return busy;
    }

    /** The kernel thread that receives for an interface, or 0 where there is none. */
    private static long receiver(String device) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.toList()) {
                if (process.getFileName().toString().matches("[0-9]+")) {
                    try {
                        if (Files.readString(process.resolve("comm")).startsWith("napi/" + device + "-")) {
                            return Long.parseLong(process.getFileName().toString());
                        }
                    } catch (FileSystemException _) {
                        continue; // it has just ended
                    }
                }
            }
        }
        return 0;
    }

    /** Ends the server and removes the namespaces, with the interfaces in them. */
    void close() throws IOException, InterruptedException {
        if (running != null) {
            running.end();
        }
        Commands.need(List.of("ip", "netns", "delete", client));
        Commands.need(List.of("ip", "netns", "delete", server));
    }
}
