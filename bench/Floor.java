import java.nio.file.Path;
import java.util.List;

/** The least a server through sockets can cost: {@code floor.c}, which answers with as many octets as the others. */
record Floor(Path scratch) implements Server {
    @Override
    public String name() {
        return "floor";
    }

    @Override
    public String version() {
        return "recvmmsg and sendmmsg";
    }

    @Override
    public boolean can(Workload workload) {
        return !workload.stream();
    }

    @Override
    public List<String> prepare(Workload.Setup setup, Path folder, Data data, int octets) {
        return List.of(scratch.resolve("floor").toString(), ADDRESS, Integer.toString(PORT), Integer.toString(octets));
    }
}
