import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs servers beside each other and measures what a query costs them; {@code bench/compare} is the way to start it.
 *
 * <p>All servers of a setup are up at the same time, and one after another is asked: so what else the machine does falls on
 * all of them alike. Rounds go through the servers in turns that begin with another one each time.
 */
final class Compare {
    private static final int SETTLING_RUNS = 6;
    private static final double SETTLED_WITHIN = 0.03;
    private static final String BEGIN = "<!-- bench/compare -->";
    private static final String END = "<!-- /bench/compare -->";

    private final Path home;
    private final Path scratch;
    private final String spaces;
    private final Options options;
    private final List<Server> servers;
    private final Data data = new Data();
    private final Results results = new Results();
    private final List<Instance> running = Collections.synchronizedList(new ArrayList<>());

    private Compare(Path home, Path scratch, String spaces, Options options) {
        this.home = home;
        this.scratch = scratch;
        this.spaces = spaces;
        this.options = options;
        servers = Server.all(home, scratch, options.beside()).stream()
                .filter(server -> options.only().isEmpty() || options.only().contains(server.name()))
                .toList();
    }

    /** Arguments: the project's folder, one for what is made, the namespaces' prefix, then the options. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> given = List.of(arguments);
        Options options;
        try {
            options = Options.parse(given.subList(3, given.size()));
        } catch (IllegalArgumentException e) {
            System.err.println(given.contains("--help") ? Options.USAGE : e.getMessage() + "\n" + Options.USAGE);
            System.exit(given.contains("--help") ? 0 : 2);
            return;
        }
        Compare compare = new Compare(Path.of(given.get(0)), Path.of(given.get(1)), given.get(2), options);
        Runtime.getRuntime().addShutdownHook(new Thread(compare::stopAll));
        compare.run(given.subList(3, given.size()));
    }

    private void run(List<String> given) throws IOException, InterruptedException {
        Map<Workload.Setup, List<Workload>> setups = new EnumMap<>(Workload.Setup.class);
        for (Workload workload : options.workloads()) {
            setups.computeIfAbsent(workload.setup, _ -> new ArrayList<>()).add(workload);
        }
        for (Map.Entry<Workload.Setup, List<Workload>> setup : setups.entrySet()) {
            measure(setup.getKey(), setup.getValue());
        }
        String text = Machine.describe(servers, String.join(" ", given), options)
                + "\n"
                + new Tables(results, servers, options.workloads()).markdown();
        System.out.println(text);
        if (options.whole()) {
            write(text);
        }
    }

    private void measure(Workload.Setup setup, List<Workload> workloads) throws IOException, InterruptedException {
        Map<Workload, Path> queries = new EnumMap<>(Workload.class);
        for (Workload workload : workloads) {
            queries.put(workload, workload.write(scratch, data));
        }
        List<Instance> instances = new ArrayList<>();
        Map<Instance, double[]> starts = new java.util.HashMap<>();
        for (Server server : servers) {
            if (!(server instanceof Floor) && server.can(workloads.getFirst())) {
                Instance instance = start(server, setup, 0);
                double millis = instance.firstAnswerMillis(queries.get(workloads.getFirst()));
                starts.put(instance, new double[] {millis, instance.megabytes()});
                say("%s: %s answers after %.2f s", setup, server.name(), millis / 1e3);
                instances.add(instance);
            }
        }
        for (Workload workload : workloads) {
            measure(workload, queries.get(workload), instances);
        }
        for (Instance instance : instances) {
            double[] start = starts.get(instance);
            results.started(setup, instance.server(), new Results.Started(start[0], start[1], instance.megabytes()));
            stop(instance);
        }
    }

    private void measure(Workload workload, Path queries, List<Instance> up) throws IOException, InterruptedException {
        int octets = 0;
        for (Instance instance : up) {
            verify(instance, workload);
            if (workload.stream()) {
                continue;
            }
            Paced few = Paced.run(instance, scratch, queries, 1000, 1000, 5);
            if (few.errors() > 0 || few.answered() < 990) {
                throw new IOException(instance.server().name() + " does not answer " + workload.text() + ": " + few);
            }
            octets = octets == 0 ? few.octets() : octets;
        }
        List<Instance> instances = new ArrayList<>();
        for (Server server : servers) {
            if (server instanceof Floor && server.can(workload)) {
                Instance floor = start(server, workload.setup, Math.max(octets, 12));
                floor.firstAnswerMillis(queries);
                instances.add(floor);
            }
        }
        instances.addAll(up);
        for (Instance instance : instances) {
            settle(workload, instance, queries);
        }
        for (int round = 0; round < options.rounds(); round++) {
            Collections.rotate(instances, 1);
            for (Instance instance : instances) {
                Results.Full full = full(workload, instance, queries);
                results.of(workload, instance.server()).full().add(full);
                say(
                        "%s %d/%d: %-8s %.2f µs, %.0f a second",
                        workload.text(),
                        round + 1,
                        options.rounds(),
                        instance.server().name(),
                        full.micros(),
                        full.rate());
            }
        }
        for (int round = 0; round < options.rounds() && !workload.stream(); round++) {
            Collections.rotate(instances, 1);
            for (Instance instance : instances) {
                half(workload, instance, queries);
            }
        }
        for (Instance instance : instances) {
            if (instance.server() instanceof Floor) {
                stop(instance);
            }
        }
    }

    /** Lets compilers and caches come to rest: until two runs cost nearly the same. */
    private void settle(Workload workload, Instance instance, Path queries) throws IOException, InterruptedException {
        double before = full(workload, instance, queries).micros();
        for (int run = 1; run < SETTLING_RUNS; run++) {
            double micros = full(workload, instance, queries).micros();
            if (Math.abs(micros - before) < SETTLED_WITHIN * before) {
                return;
            }
            before = micros;
        }
    }

    private void verify(Instance instance, Workload workload) throws IOException, InterruptedException {
        List<String> answer = instance.dig(workload.question(data));
        if (!answer.equals(workload.answer(data))) {
            throw new IOException("%s answers %s where %s is right (%s)"
                    .formatted(instance.server().name(), answer, workload.answer(data), workload.text()));
        }
    }

    private Results.Full full(Workload workload, Instance instance, Path queries)
            throws IOException, InterruptedException {
        Instance.Cpu before = instance.cpu();
        Dnsperf said = Dnsperf.of(
                instance.beside(Dnsperf.command(Server.ADDRESS, queries, workload.stream(), options.seconds())));
        Instance.Cpu cpu = instance.cpu().since(before);
        return new Results.Full(said.completed(), said.rate(), cpu);
    }

    private void half(Workload workload, Instance instance, Path queries) throws IOException, InterruptedException {
        Results.Measured measured = results.of(workload, instance.server());
        long rate = (long) (measured.full(Results.Full::rate) / 2);
        Instance.Cpu before = instance.cpu();
        Paced paced = Paced.run(instance, scratch, queries, rate, rate * options.seconds(), 5);
        Instance.Cpu cpu = instance.cpu().since(before);
        measured.half().add(paced);
        measured.halfMicros().add((double) (cpu.user() + cpu.system()) / Math.max(1, paced.answered()));
    }

    private Instance start(Server server, Workload.Setup setup, int octets) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(
                scratch.resolve(server.name() + "-" + setup.name().toLowerCase(Locale.ROOT)));
        List<String> command = server.prepare(setup, folder, data, octets);
        Instance instance =
                Instance.start(server, spaces + "-" + server.name(), scratch, folder.resolve("output"), command);
        running.add(instance);
        return instance;
    }

    private void stop(Instance instance) throws IOException, InterruptedException {
        running.remove(instance);
        instance.close();
    }

    private void stopAll() {
        for (Instance instance : List.copyOf(running)) {
            try {
                instance.close();
            } catch (IOException e) {
                System.err.println(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write(String text) throws IOException {
        Path file = home.resolve("docs/performance.md");
        String page = Files.readString(file);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(file + " has no place for the tables: " + BEGIN + " and " + END);
        }
        Files.writeString(file, page.substring(0, begin + BEGIN.length()) + "\n" + text + page.substring(end));
        System.err.println("written into " + file);
    }

    private static void say(String format, Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }
}
