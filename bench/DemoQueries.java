import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Writes queries about the demo's zone: steered names and others, half of them with a client subnet. */
final class DemoQueries {
    private static final List<String> NAMES = List.of("www", "api", "static", "mail", "ftp", "ns1", "www", "nowhere");
    private static final int QUERIES = 10_000;

    private DemoQueries() {}

    /** Writes into the file that is the only argument. */
    public static void main(String[] arguments) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (Queries queries = new Queries(Path.of(arguments[0]))) {
            for (int i = 0; i < QUERIES; i++) {
                String name = NAMES.get(random.nextInt(NAMES.size())) + ".example.com";
                int type = random.nextInt(4) == 0 ? 28 : 1;
                if (random.nextBoolean()) {
                    queries.addWithSubnet(name, type, random.nextInt());
                } else {
                    queries.add(name, type);
                }
            }
        }
    }
}
