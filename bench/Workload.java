import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** What the servers are asked. Each asks 100,000 queries over and over, the same for every server. */
enum Workload {
    PLAIN(Setup.PLAIN, "10,000 names × 4 A records") {
        @Override
        void ask(Queries queries, SplittableRandom random, Data data) throws IOException {
            queries.add("h" + random.nextInt(Data.NAMES) + ".example.com", 1);
        }

        @Override
        List<String> question(Data data) {
            return List.of("h7.example.com", "A");
        }

        @Override
        List<String> answer(Data data) {
            return Data.addressesOf(7);
        }
    },
    NXDOMAIN(Setup.PLAIN, "names that do not exist") {
        @Override
        void ask(Queries queries, SplittableRandom random, Data data) throws IOException {
            queries.add("x" + random.nextInt(Data.NAMES) + ".example.com", 1);
        }

        @Override
        List<String> question(Data data) {
            return List.of("x7.example.com", "A");
        }

        @Override
        List<String> answer(Data data) {
            return List.of();
        }
    },
    LARGE(Setup.PLAIN, "answers of some 1,200 octets, as signed ones are") {
        @Override
        void ask(Queries queries, SplittableRandom random, Data data) throws IOException {
            queries.add("t" + random.nextInt(Data.LARGE_NAMES) + ".example.com", 16);
        }

        @Override
        List<String> question(Data data) {
            return List.of("t7.example.com", "TXT");
        }

        @Override
        List<String> answer(Data data) {
            return List.of(Data.text(7));
        }
    },
    TCP(Setup.PLAIN, "the first of these over four TCP connections, pipelined") {
        @Override
        boolean stream() {
            return true;
        }

        @Override
        void ask(Queries queries, SplittableRandom random, Data data) throws IOException {
            PLAIN.ask(queries, random, data);
        }

        @Override
        List<String> question(Data data) {
            return List.of("+tcp", "h7.example.com", "A");
        }

        @Override
        List<String> answer(Data data) {
            return PLAIN.answer(data);
        }
    },
    STEERED(Setup.STEERED, "100 steered names over 18,000 networks, by the client's address") {
        @Override
        void ask(Queries queries, SplittableRandom random, Data data) throws IOException {
            queries.add("s" + random.nextInt(Data.STEERED_NAMES) + ".example.net", 1);
        }

        @Override
        List<String> question(Data data) {
            return List.of("s7.example.net", "A");
        }

        @Override
        List<String> answer(Data data) {
            return Data.addressesOfCentre(Data.LOOPBACK_CENTRE);
        }
    },
    STEERED_ECS(Setup.STEERED, "the same by a client subnet in the query, another each time") {
        @Override
        void ask(Queries queries, SplittableRandom random, Data data) throws IOException {
            Data.Network network = data.networks().get(random.nextInt(Data.NETWORKS - 1));
            int host = random.nextInt(1 << (32 - network.length()));
            queries.addWithSubnet(
                    "s" + random.nextInt(Data.STEERED_NAMES) + ".example.net", 1, network.address() | host);
        }

        @Override
        List<String> question(Data data) {
            return List.of(
                    "s7.example.net",
                    "A",
                    "+subnet=" + data.networks().get(4321).text());
        }

        @Override
        List<String> answer(Data data) {
            return Data.addressesOfCentre(data.networks().get(4321).centre());
        }
    },
    MILLION(Setup.MILLION, "a zone of a million records, all names alike likely") {
        @Override
        void ask(Queries queries, SplittableRandom random, Data data) throws IOException {
            queries.add("m" + random.nextInt(Data.MILLION) + ".example.org", 1);
        }

        @Override
        List<String> question(Data data) {
            return List.of("m765432.example.org", "A");
        }

        @Override
        List<String> answer(Data data) {
            return List.of(Data.addressOfMillion(765_432));
        }
    };

    private static final int QUERIES = 100_000;

    /** What the servers are set up with for it. */
    final Setup setup;
    /** What it is, for a reader. */
    final String description;

    Workload(Setup setup, String description) {
        this.setup = setup;
        this.description = description;
    }

    /** Sets of files that the servers are started with. */
    enum Setup {
        PLAIN("plain: 10,000 names of 4 A records, 1,000 of 1,150 octets of text"),
        STEERED("steered: 100 names over 18,000 networks"),
        MILLION("million: a million A records");

        final String description;

        Setup(String description) {
            this.description = description;
        }
    }

    static Workload named(String name) {
        for (Workload workload : values()) {
            if (workload.text().equals(name)) {
                return workload;
            }
        }
        throw new IllegalArgumentException("no such workload: " + name);
    }

    /** Its name, as options and tables have it. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it comes over TCP; latency at a steady rate is not measured then. */
    boolean stream() {
        return false;
    }

    /** Adds a query. */
    abstract void ask(Queries queries, SplittableRandom random, Data data) throws IOException;

    /** What dig asks to see that a server is set up rightly. */
    abstract List<String> question(Data data);

    /** The data that must be answered to that, sorted. */
    abstract List<String> answer(Data data);

    /** Writes its queries; gives the file. */
    Path write(Path folder, Data data) throws IOException {
        Path file = folder.resolve(text() + ".queries");
        SplittableRandom random = new SplittableRandom(ordinal());
        try (Queries queries = new Queries(file)) {
            for (int i = 0; i < QUERIES; i++) {
                ask(queries, random, data);
            }
        }
        return file;
    }
}
