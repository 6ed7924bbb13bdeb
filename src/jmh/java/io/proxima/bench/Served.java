package io.proxima.bench;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.health.Verdict;
import io.proxima.source.Findings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A catalog of plain names, and of one that is steered by 16 lines of 18,000 networks. */
final class Served {
    static final int NETWORKS = 18_000;
    private static final int LINES = 16;
    /** Networks lie this far apart, in /24s. */
    private static final int STRIDE = 900;

    private Served() {}

    /** A catalog with so many plain names below example.com, {@code n0} and on, of so many addresses each. */
    static Catalog catalog(int names, int addresses) throws IOException {
        Path folder = Files.createTempDirectory("proxima-bench");
        try {
            Path zones = Files.createDirectory(folder.resolve("zones"));
            zone(zones.resolve("example.com.zone"), names, addresses);
            policy(zones.resolve("example.com.policy.yaml"));
            lines(folder);
            Findings findings = new Findings();
            ReleaseFiles files = new ReleaseFiles(zones, List.of(), folder.resolve("lines.yaml"), null);
            Release release = new ReleaseReader(files)
                    .read(findings)
                    .orElseThrow(() -> new IOException(findings.sorted().toString()));
            Catalog catalog = new CatalogCompiler().compile(release);
            catalog.applyAll(_ -> Verdict.INITIAL, 0);
            return catalog;
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The /24 that stands at a place in the list of networks, by its upper 24 bits. */
    static int network(int place) {
        return 0x010000 + place % NETWORKS * STRIDE;
    }

    private static void zone(Path file, int names, int addresses) throws IOException {
        try (PrintWriter zone = new PrintWriter(Files.newBufferedWriter(file))) {
            zone.println("$ORIGIN example.com.\n$TTL 300\n@ SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1");
            zone.println("ns1 A 192.0.2.1\nlarge TXT ( \"" + "x".repeat(250) + "\" \"" + "y".repeat(250) + "\" )");
            for (int member = 0; member < 2 * LINES; member++) {
                zone.println("m" + member + " A 198.51.100." + (member + 1));
            }
            zone.println("www A 198.51.100.1");
            for (int name = 0; name < names; name++) {
                for (int address = 0; address < addresses; address++) {
                    zone.println("n" + name + " A 192.0.2." + (name + address & 255));
                }
            }
        }
    }

    private static void policy(Path file) throws IOException {
        try (PrintWriter policy = new PrintWriter(Files.newBufferedWriter(file))) {
            policy.println("pools:\n  edge:\n    choose: line\n    groups:");
            for (int line = 0; line < LINES; line++) {
                policy.printf(
                        "      - {line: line-%d, choose: weighted, members: [m%d, m%d]}%n",
                        line, 2 * line, 2 * line + 1);
            }
            policy.println("      - {line: default, choose: weighted, members: [m0, m1]}");
            policy.println("names:\n  www: {pool: edge}");
        }
    }

    private static void lines(Path folder) throws IOException {
        Files.writeString(folder.resolve("lines.yaml"), "networks-files: [networks.csv]\n");
        try (PrintWriter rows = new PrintWriter(Files.newBufferedWriter(folder.resolve("networks.csv")))) {
            for (int place = 0; place < NETWORKS; place++) {
                int network = network(place);
                rows.printf("%d.%d.%d.0/24,line-%d%n", network >> 16, network >> 8 & 255, network & 255, place % LINES);
            }
        }
    }
}
