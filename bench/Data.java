import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What is served: the same names, records and networks for every server. */
final class Data {
    static final int NAMES = 10_000;
    static final int LARGE_NAMES = 1_000;
    static final int STEERED_NAMES = 100;
    static final int NETWORKS = 18_000;
    static final int MILLION = 1_000_000;
    static final int CENTRES = 8;
    /** Where 127.0.0.0/8 is sent, from which all queries come. */
    static final int LOOPBACK_CENTRE = 3;

    private static final String HEAD = """
            $TTL 300
            @ IN SOA ns1 hostmaster 1 3600 600 604800 30
            @ IN NS ns1
            ns1 IN A 192.0.2.53
            """;

    private final List<Network> networks = new ArrayList<>();

    /** A network and the data centre that its clients are sent to. */
    record Network(int address, int length, int centre) {
        String text() {
            return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255)
                    + "/" + length;
        }
    }

    /** Cuts 10.0.0.0/8 into networks of /20, /22 and /24, at random but each time alike; the last one is 127.0.0.0/8. */
    Data() {
        SplittableRandom random = new SplittableRandom(18_000);
        for (int block = 10 << 24; networks.size() < NETWORKS - 1; block += 1 << 12) {
            int part = random.nextInt(100);
            int length = part < 45 ? 20 : part < 83 ? 22 : 24;
            for (int at = 0; at < 1 << 12 && networks.size() < NETWORKS - 1; at += 1 << (32 - length)) {
                networks.add(new Network(block + at, length, random.nextInt(CENTRES)));
            }
        }
        networks.add(new Network(127 << 24, 8, LOOPBACK_CENTRE));
    }

    List<Network> networks() {
        return networks;
    }

    /** The four addresses of a plain name. */
    static List<String> addressesOf(int name) {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            addresses.add("198.51.100." + (name + i) % 250);
        }
        return addresses.stream().sorted().toList();
    }

    static String addressOfMillion(int name) {
        return "203.0.113." + name % 250;
    }

    /** The two addresses of a data centre. */
    static List<String> addressesOfCentre(int centre) {
        return List.of("192.0.2." + (100 + 2 * centre), "192.0.2." + (101 + 2 * centre));
    }

    /** A large name's text as dig prints it: 1,150 octets in five strings. */
    static String text(int name) {
        String string = "%-229s".formatted("text of the name " + name + " ").replace(' ', '.');
        return ("\"" + string + "\" ").repeat(5).strip();
    }

    /** Writes the zone example.com of the plain names. */
    static void writePlain(Path file) throws IOException {
        try (PrintWriter out = zone(file)) {
            for (int name = 0; name < NAMES; name++) {
                for (String address : addressesOf(name)) {
                    out.println("h" + name + " IN A " + address);
                }
            }
            for (int name = 0; name < LARGE_NAMES; name++) {
                out.println("t" + name + " IN TXT " + text(name));
            }
        }
    }

    /** Writes the zone example.org of the million names. */
    static void writeMillion(Path file) throws IOException {
        try (PrintWriter out = zone(file)) {
            for (int name = 0; name < MILLION; name++) {
                out.println("m" + name + " IN A " + addressOfMillion(name));
            }
        }
    }

    /** Begins a zone's file; the rest is the caller's. */
    static PrintWriter zone(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        PrintWriter out = new PrintWriter(Files.newBufferedWriter(file));
        out.print(HEAD);
        return out;
    }
}
