import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Proxima, started as an operator does: this one, or that of another checkout. */
record ProximaServer(String name, Path home) implements Server {
    @Override
    public String version() throws IOException, InterruptedException {
        return Commands.firstLine(List.of(home.resolve("proxima").toString(), "--version"));
    }

    @Override
    public boolean can(Workload workload) {
        return true;
    }

    @Override
    public List<String> prepare(Workload.Setup setup, Path folder, Data data, int octets) throws IOException {
        Path zones = Files.createDirectories(folder.resolve("zones"));
        String geo = "";
        switch (setup) {
            case PLAIN -> Data.writePlain(zones.resolve("example.com.zone"));
            case MILLION -> Data.writeMillion(zones.resolve("example.org.zone"));
            case STEERED -> {
                steered(zones, folder, data);
                geo = "geo: {lines: geoip/lines.yaml}\n";
            }
        }
        Path config = folder.resolve("proxima.yaml");
        Files.writeString(config, """
                listen: {dns: ["%s:%d"], control: "%s:8053"}
                zones: zones
                %sudp: {threads: 1}
                state: var
                """.formatted(ADDRESS, PORT, ADDRESS, geo));
        return List.of(home.resolve("proxima").toString(), "serve", "--config", config.toString());
    }

    private static void steered(Path zones, Path folder, Data data) throws IOException {
        try (PrintWriter zone = Data.zone(zones.resolve("example.net.zone"))) {
            for (int centre = 0; centre < Data.CENTRES; centre++) {
                zone.println("dc" + centre + "-a IN A "
                        + Data.addressesOfCentre(centre).get(0));
                zone.println("dc" + centre + "-b IN A "
                        + Data.addressesOfCentre(centre).get(1));
            }
            for (int name = 0; name < Data.STEERED_NAMES; name++) {
                for (String address : Data.addressesOfCentre(0)) {
                    zone.println("s" + name + " IN A " + address);
                }
            }
        }
        try (PrintWriter policy = new PrintWriter(Files.newBufferedWriter(zones.resolve("example.net.policy.yaml")))) {
            policy.println("pools:\n  geo:\n    choose: line\n    groups:");
            for (int centre = 0; centre < Data.CENTRES; centre++) {
                policy.printf(
                        "      - {line: centre-%c, choose: all, members: [dc%d-a, dc%d-b]}%n",
                        letter(centre), centre, centre);
            }
            policy.println("      - {line: default, choose: all, members: [dc0-a, dc0-b]}\nnames:");
            for (int name = 0; name < Data.STEERED_NAMES; name++) {
                policy.println("  s" + name + ": {pool: geo}");
            }
        }
        Path geoip = Files.createDirectories(folder.resolve("geoip"));
        Files.writeString(geoip.resolve("lines.yaml"), "networks-files: [networks.csv]\n");
        try (PrintWriter csv = new PrintWriter(Files.newBufferedWriter(geoip.resolve("networks.csv")))) {
            for (Data.Network network : data.networks()) {
                csv.println(network.text() + ",centre-" + letter(network.centre()));
            }
        }
    }

    private static char letter(int centre) {
        return (char) ('a' + centre);
    }
}
