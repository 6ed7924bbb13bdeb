import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** gdnsd, steering by its geoip plugin with a file of networks and one resource that all names share. */
record Gdnsd() implements Server {
    @Override
    public String name() {
        return "gdnsd";
    }

    @Override
    public String version() throws IOException, InterruptedException {
        return Commands.firstLine(List.of("gdnsd")).replace("gdnsd version ", "");
    }

    @Override
    public boolean can(Workload workload) {
        return true;
    }

    @Override
    public List<String> prepare(Workload.Setup setup, Path folder, Data data, int octets) throws IOException {
        Path zones = Files.createDirectories(folder.resolve("zones"));
        String plugins = "";
        switch (setup) {
            case PLAIN -> Data.writePlain(zones.resolve("example.com"));
            case MILLION -> Data.writeMillion(zones.resolve("example.org"));
            case STEERED -> plugins = steered(zones, folder, data);
        }
        Files.writeString(folder.resolve("config"), """
                options => {
                  listen => %s
                  dns_port => %d
                  udp_threads => 1
                  tcp_threads => 1
                  run_dir => %s
                  state_dir => %s
                }
                %s""".formatted(
                        ADDRESS,
                        PORT,
                        Files.createDirectories(folder.resolve("run")),
                        Files.createDirectories(folder.resolve("state")),
                        plugins));
        return List.of("gdnsd", "-c", folder.toString(), "start");
    }

    private static String steered(Path zones, Path folder, Data data) throws IOException {
        try (PrintWriter zone = Data.zone(zones.resolve("example.net"))) {
            for (int name = 0; name < Data.STEERED_NAMES; name++) {
                zone.println("s" + name + " 300 DYNA geoip!geo");
            }
        }
        Path nets = Files.createDirectories(folder.resolve("geoip")).resolve("nets");
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(nets))) {
            for (Data.Network network : data.networks()) {
                out.println(network.text() + " => dc" + network.centre());
            }
        }
        StringBuilder centres = new StringBuilder();
        StringBuilder addresses = new StringBuilder();
        for (int centre = 0; centre < Data.CENTRES; centre++) {
            centres.append(centre == 0 ? "" : ", ").append("dc").append(centre);
            addresses.append("dc%d => [%s], ".formatted(centre, String.join(", ", Data.addressesOfCentre(centre))));
        }
        return """
                plugins => { geoip => {
                  maps => { map => { datacenters => [%s], nets => nets } }
                  resources => { geo => { map => map, service_types => up, dcmap => { %s } } }
                } }
                """.formatted(centres, addresses);
    }
}
