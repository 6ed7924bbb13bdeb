import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** NSD, which steers nobody. */
record Nsd() implements Server {
    @Override
    public String name() {
        return "nsd";
    }

    @Override
    public String version() throws IOException, InterruptedException {
        return Commands.firstLine(List.of("nsd", "-v")).replace("NSD version ", "");
    }

    @Override
    public boolean can(Workload workload) {
        return workload.setup != Workload.Setup.STEERED;
    }

    @Override
    public List<String> prepare(Workload.Setup setup, Path folder, Data data, int octets) throws IOException {
        Path zone = folder.resolve("zone");
        if (setup == Workload.Setup.PLAIN) {
            Data.writePlain(zone);
        } else {
            Data.writeMillion(zone);
        }
        Path config = folder.resolve("nsd.conf");
        Files.writeString(config, """
                server:
                    ip-address: %1$s@%2$d
                    server-count: 1
                    username: ""
                    database: ""
                    zonelistfile: "%3$s/zone.list"
                    xfrdfile: "%3$s/xfrd.state"
                    xfrdir: "%3$s"
                    pidfile: "%3$s/nsd.pid"
                    rrl-ratelimit: 0
                remote-control:
                    control-enable: no
                zone:
                    name: %4$s
                    zonefile: "%5$s"
                """.formatted(
                        ADDRESS, PORT, folder, setup == Workload.Setup.PLAIN ? "example.com" : "example.org", zone));
        return List.of("nsd", "-d", "-c", config.toString());
    }
}
