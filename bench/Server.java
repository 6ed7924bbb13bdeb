import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server to be measured: how it is set up and started. It listens to one UDP socket with one thread. */
sealed interface Server permits Floor, ProximaServer, Gdnsd, Knot, Nsd, PowerDns {
    String ADDRESS = "127.0.0.1";
    int PORT = 5353;

    /** All of them, in the order of the tables; with another checkout of Proxima where one is named. */
    static List<Server> all(Path home, Path scratch, Optional<Path> beside) {
        List<Server> all = new ArrayList<>(List.of(new Floor(scratch), new ProximaServer("proxima", home)));
        beside.ifPresent(other -> all.add(new ProximaServer("beside", other)));
        all.addAll(List.of(new Gdnsd(), new Knot(), new Nsd(), new PowerDns()));
        return List.copyOf(all);
    }

    /** Its name, as options and tables have it. */
    String name();

    /** What it says of its version. */
    String version() throws IOException, InterruptedException;

    /** Whether it can do what a workload is about. */
    boolean can(Workload workload);

    /**
     * Writes its files for a setup.
     *
     * @param octets how long a response is, for who does not know by itself
     * @return the command that starts it in the foreground
     */
    List<String> prepare(Workload.Setup setup, Path folder, Data data, int octets) throws IOException;
}
