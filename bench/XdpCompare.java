import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Measures what a query costs through AF_XDP and through sockets, of Proxima and of Knot DNS; {@code bench/xdp} is the
 * way to start it. All servers are up at the same time and are asked in turns, as {@link Compare} does.
 */
final class XdpCompare {
    private static final int SETTLING_RUNS = 6;
    private static final double SETTLED_WITHIN = 0.03;

    private final int rounds;
    private final int seconds;
    private final Workload workload;
    private final Path queries;
    private final Data data = new Data();
    private final List<XdpPair> pairs = Collections.synchronizedList(new ArrayList<>());

    /** What one run took: microseconds a query, of the server's process, of the thread that receives for it, of both cores. */
    private record Run(double rate, double user, double system, double receiving, double machine) {
        double server() {
            return user + system + receiving;
        }
    }

    private XdpCompare(Path scratch, Workload workload, int rounds, int seconds) throws IOException {
        this.workload = workload;
        this.rounds = rounds;
        this.seconds = seconds;
        queries = workload.write(scratch, data);
    }

    /** Arguments: the project's folder, one for what is made, the namespaces' prefix, then the workload, rounds, seconds. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path scratch = Path.of(arguments[1]);
        Workload workload = Workload.named(arguments[3]);
        if (workload.stream() || workload == Workload.STEERED) {
            throw new IllegalArgumentException("not for this: " + workload.text()); // a stream; clients on the loopback
        }
        XdpCompare compare =
                new XdpCompare(scratch, workload, Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
        Runtime.getRuntime().addShutdownHook(new Thread(compare::stopAll));
        compare.start(Path.of(arguments[0]), scratch, arguments[2]);
        compare.measure();
    }

    private void start(Path home, Path scratch, String spaces) throws IOException, InterruptedException {
        for (String way : List.of("udp", "xdp")) {
            XdpPair pair = pair(spaces, "proxima " + way);
            Path folder = Files.createDirectories(scratch.resolve("proxima-" + way));
            List<String> command = new ProximaServer("proxima", home).prepare(workload.setup, folder, data, 0);
            Path config = folder.resolve("proxima.yaml");
            String dns = "dns: [\"%s:%d\"]";
            String taken = way.equals("udp") ? "" : ", xdp: [" + pair.device() + "]";
            Files.writeString(
                    config,
                    Files.readString(config)
                            .replace(
                                    dns.formatted(Server.ADDRESS, Server.PORT),
                                    dns.formatted(XdpPair.ADDRESS, Server.PORT) + taken));
            pair.serve(scratch, command);
        }
        for (String way : List.of("udp", "xdp")) {
            XdpPair pair = pair(spaces, "knot " + way);
            Path folder = Files.createDirectories(scratch.resolve("knot-" + way));
            List<String> command = new Knot().prepare(workload.setup, folder, data, 0);
            Path config = folder.resolve("knot.conf");
            String xdp = way.equals("udp") ? "" : "xdp:\n    listen: %s@%d\n".formatted(pair.device(), Server.PORT);
            Files.writeString(config, Files.readString(config).replace(Server.ADDRESS, XdpPair.ADDRESS) + xdp);
            pair.serve(scratch, command);
        }
        for (XdpPair pair : pairs) {
            List<String> answer = pair.dig(workload.question(data));
            if (!answer.equals(workload.answer(data))) {
                throw new IOException("%s answers %s where %s is right: %s"
                        .formatted(pair.name(), answer, workload.answer(data), pair.log()));
            }
        }
    }

    private XdpPair pair(String spaces, String name) throws IOException, InterruptedException {
        XdpPair pair = new XdpPair(spaces, pairs.size(), name);
        pairs.add(pair);
        return pair;
    }

    private void measure() throws IOException, InterruptedException {
        for (XdpPair pair : pairs) {
            settle(pair);
        }
        for (XdpPair.Receiving receiving : XdpPair.Receiving.values()) {
            List<List<Run>> runs = new ArrayList<>();
            for (XdpPair pair : pairs) {
                if (receiving == XdpPair.Receiving.BY_RECEIVER) {
                    pair.receiveInThreads();
                }
                runs.add(new ArrayList<>());
            }
            List<XdpPair> turns = new ArrayList<>(pairs);
            for (int round = 0; round < rounds; round++) {
                Collections.rotate(turns, 1);
                for (XdpPair pair : turns) {
                    Run run = run(pair);
                    System.err.printf(Locale.ROOT, "%s %s %.2f %s%n", receiving, pair.name(), run.server(), run);
                    runs.get(pairs.indexOf(pair)).add(run);
                }
            }
            print(receiving, runs);
        }
    }

    private void settle(XdpPair pair) throws IOException, InterruptedException {
        double before = run(pair).server();
        for (int i = 1; i < SETTLING_RUNS; i++) {
            double now = run(pair).server();
            if (Math.abs(now - before) < SETTLED_WITHIN * before) {
                return;
            }
            before = now;
        }
    }

    private Run run(XdpPair pair) throws IOException, InterruptedException {
        XdpPair.Cpu before = pair.cpu();
        Dnsperf said = Dnsperf.of(pair.beside(Dnsperf.command(XdpPair.ADDRESS, queries, false, seconds)));
        XdpPair.Cpu cpu = pair.cpu();
        double count = said.completed();
        return new Run(
                said.rate(),
                (cpu.user() - before.user()) / count,
                (cpu.system() - before.system()) / count,
                (cpu.receiving() - before.receiving()) / count,
                (cpu.machine() - before.machine()) / count);
    }

    private void print(XdpPair.Receiving receiving, List<List<Run>> runs) {
        System.out.printf("%n%s, %s (%s)%n%n", workload.text(), receiving, receiving.meaning);
        System.out.println("| | queries a second | user | system | receiving thread | server | both cores |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int i = 0; i < runs.size(); i++) {
            List<Run> of = runs.get(i);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
                    pairs.get(i).name(),
                    median(of, Run::rate),
                    median(of, Run::user),
                    median(of, Run::system),
                    median(of, Run::receiving),
                    median(of, Run::server),
                    median(of, Run::machine));
        }
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> of) {
        return Results.median(runs.stream().mapToDouble(of).toArray());
    }

    private void stopAll() {
        for (XdpPair pair : List.copyOf(pairs)) {
            try {
                pair.close();
            } catch (IOException e) {
                System.err.println(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
