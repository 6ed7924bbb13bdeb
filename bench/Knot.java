import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Knot DNS, steering by mod-geoip in its subnet mode, which has a list of networks for each name. */
record Knot() implements Server {
    @Override
    public String name() {
        return "knot";
    }

    @Override
    public String version() throws IOException, InterruptedException {
        return Commands.firstLine(List.of("knotd", "--version")).replaceAll(".*version ", "");
    }

    @Override
    public boolean can(Workload workload) {
        return true;
    }

    @Override
    public List<String> prepare(Workload.Setup setup, Path folder, Data data, int octets) throws IOException {
        Path zone = folder.resolve("zone");
        String module = "";
        String use = "";
        String apex = switch (setup) {
            case PLAIN -> {
                Data.writePlain(zone);
                yield "example.com";
            }
            case MILLION -> {
                Data.writeMillion(zone);
                yield "example.org";
            }
            case STEERED -> {
                steered(zone, folder.resolve("geo.yaml"), data);
                module = """
                                mod-geoip:
                                  - id: geo
                                    config-file: %s
                                    ttl: 300
                                    mode: subnet
                                """.formatted(folder.resolve("geo.yaml"));
                use = "    module: mod-geoip/geo\n";
                yield "example.net";
            }
        };
        Path config = folder.resolve("knot.conf");
        Files.writeString(config, """
                server:
                    listen: %s@%d
                    rundir: %s
                    user: root:root
                    udp-workers: 1
                    tcp-workers: 1
                    background-workers: 1
                    edns-client-subnet: on
                log:
                  - target: stderr
                    any: warning
                database:
                    storage: %s
                %szone:
                  - domain: %s
                    file: %s
                    zonefile-sync: -1
                    journal-content: none
                %s""".formatted(ADDRESS, PORT, folder, folder, module, apex, zone, use));
        return List.of("knotd", "-c", config.toString());
    }

    private static void steered(Path zone, Path geo, Data data) throws IOException {
        try (PrintWriter out = Data.zone(zone)) {
            for (int name = 0; name < Data.STEERED_NAMES; name++) {
                out.println("s" + name + " IN A " + Data.addressesOfCentre(0).getFirst());
            }
        }
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(geo))) {
            for (int name = 0; name < Data.STEERED_NAMES; name++) {
                out.println("s" + name + ".example.net:");
                for (Data.Network network : data.networks()) {
                    out.println("  - net: " + network.text());
                    out.println("    A: [" + String.join(", ", Data.addressesOfCentre(network.centre())) + "]");
                }
            }
        }
    }
}
