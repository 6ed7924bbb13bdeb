import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PowerDNS with its geoip backend, which reads YAML in place of zone files; a million records are not for it. */
record PowerDns() implements Server {
    private static final String SOA = "soa: ns1.%1$s hostmaster.%1$s 1 3600 600 604800 30";

    @Override
    public String name() {
        return "powerdns";
    }

    @Override
    public String version() throws IOException, InterruptedException {
        return Commands.firstLine(List.of("pdns_server", "--version"))
                .replaceAll(".*Server ", "")
                .replaceAll(" .*", "");
    }

    @Override
    public boolean can(Workload workload) {
        return workload.setup != Workload.Setup.MILLION;
    }

    @Override
    public List<String> prepare(Workload.Setup setup, Path folder, Data data, int octets) throws IOException {
        Path zones = folder.resolve("zones.yaml");
        if (setup == Workload.Setup.PLAIN) {
            plain(zones);
        } else {
            steered(zones, data);
        }
        Files.writeString(folder.resolve("pdns.conf"), """
                launch=geoip
                geoip-database-files=
                geoip-zones-file=%1$s
                edns-subnet-processing=yes
                local-address=%2$s
                local-port=%3$d
                receiver-threads=1
                distributor-threads=1
                socket-dir=%4$s
                setuid=
                setgid=
                security-poll-suffix=
                loglevel=3
                """.formatted(zones, ADDRESS, PORT, folder));
        return List.of("pdns_server", "--config-dir=" + folder, "--daemon=no", "--guardian=no");
    }

    private static PrintWriter begin(Path zones, String apex) throws IOException {
        PrintWriter out = new PrintWriter(Files.newBufferedWriter(zones));
        out.println("domains:");
        out.println("- domain: " + apex);
        out.println("  ttl: 300");
        out.println("  records:");
        out.println("    " + apex + ":");
        out.println("    - " + SOA.formatted(apex));
        out.println("    - ns: ns1." + apex);
        out.println("    ns1." + apex + ":");
        out.println("    - a: 192.0.2.53");
        return out;
    }

    private static void plain(Path zones) throws IOException {
        try (PrintWriter out = begin(zones, "example.com")) {
            for (int name = 0; name < Data.NAMES; name++) {
                out.println("    h" + name + ".example.com:");
                Data.addressesOf(name).forEach(address -> out.println("    - a: " + address));
            }
            for (int name = 0; name < Data.LARGE_NAMES; name++) {
                out.println("    t" + name + ".example.com:");
                out.println("    - txt: '" + Data.text(name) + "'");
            }
        }
    }

    private static void steered(Path zones, Data data) throws IOException {
        try (PrintWriter out = begin(zones, "example.net")) {
            for (int centre = 0; centre < Data.CENTRES; centre++) {
                out.println("    dc" + centre + ".example.net:");
                Data.addressesOfCentre(centre).forEach(address -> out.println("    - a: " + address));
            }
            out.println("  services:");
            for (int name = 0; name < Data.STEERED_NAMES; name++) {
                if (name > 0) {
                    out.println("    s" + name + ".example.net: *networks");
                    continue;
                }
                out.println("    s0.example.net: &networks");
                out.println("      default: dc0.example.net");
                for (Data.Network network : data.networks()) {
                    out.println("      " + network.text() + ": dc" + network.centre() + ".example.net");
                }
            }
        }
    }
}
