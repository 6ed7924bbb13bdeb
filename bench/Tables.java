import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;

/** The results as Markdown. */
final class Tables {
    private static final String NOTHING = "–";

    private final Results results;
    private final List<Server> servers;
    private final Set<Workload> workloads;

    Tables(Results results, List<Server> servers, Set<Workload> workloads) {
        this.results = results;
        this.servers = servers;
        this.workloads = workloads;
    }

    String markdown() {
        StringBuilder out = new StringBuilder();
        out.append("CPU, µs a query at full load (user + system):\n\n");
        table(out, servers, this::cpu);
        Server proxima = named("proxima");
        if (proxima != null && servers.size() > 1) {
            out.append("\nProxima's CPU a query as a multiple of the others':\n\n");
            table(
                    out,
                    servers.stream().filter(server -> server != proxima).toList(),
                    (workload, server) -> text(
                            "%.2f",
                            results.of(workload, proxima).full(Results.Full::micros)
                                    / results.of(workload, server).full(Results.Full::micros)));
        }
        out.append("\nQueries a second at full load:\n\n");
        table(
                out,
                servers,
                (workload, server) -> text("%,.0f", results.of(workload, server).full(Results.Full::rate)));
        out.append("\nLatency at half of that, µs (median / 99 % / 99.9 %):\n\n");
        table(out, servers, this::latency);
        out.append("\nCPU, µs a query at half load:\n\n");
        table(
                out,
                servers,
                (workload, server) -> workload.stream()
                        ? NOTHING
                        : text("%.2f", results.of(workload, server).halfCpu()));
        out.append("\nFrom the command to the first answer, and resident memory then and after the load:\n\n");
        starts(out);
        return out.toString();
    }

    private Server named(String name) {
        return servers.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private String cpu(Workload workload, Server server) {
        Results.Measured measured = results.of(workload, server);
        return text(
                "%.2f (%.2f + %.2f)",
                measured.full(Results.Full::micros),
                measured.full(Results.Full::user),
                measured.full(Results.Full::system));
    }

    private String latency(Workload workload, Server server) {
        if (workload.stream()) {
            return NOTHING;
        }
        Results.Measured measured = results.of(workload, server);
        return text(
                "%.0f / %.0f / %.0f",
                measured.half(paced -> paced.micros()[0]),
                measured.half(paced -> paced.micros()[1]),
                measured.half(paced -> paced.micros()[2]));
    }

    private void table(StringBuilder out, List<Server> columns, BiFunction<Workload, Server, String> cell) {
        row(out, "workload", columns.stream().map(Server::name).toList());
        row(out, "---", columns.stream().map(_ -> "---").toList());
        for (Workload workload : workloads) {
            List<String> cells = new ArrayList<>();
            for (Server server : columns) {
                cells.add(results.has(workload, server) ? cell.apply(workload, server) : NOTHING);
            }
            row(out, workload.text(), cells);
        }
    }

    private void starts(StringBuilder out) {
        List<Server> columns =
                servers.stream().filter(server -> !(server instanceof Floor)).toList();
        row(out, "setup", columns.stream().map(Server::name).toList());
        row(out, "---", columns.stream().map(_ -> "---").toList());
        for (Workload.Setup setup : Workload.Setup.values()) {
            List<String> cells = new ArrayList<>();
            for (Server server : columns) {
                Results.Started start = results.start(setup, server);
                cells.add(
                        start == null
                                ? NOTHING
                                : text(
                                        "%.2f s, %.0f → %.0f MB",
                                        start.millis() / 1e3, start.megabytes(), start.megabytesAfter()));
            }
            if (!cells.stream().allMatch(NOTHING::equals)) {
                row(out, setup.name().toLowerCase(Locale.ROOT), cells);
            }
        }
    }

    private static void row(StringBuilder out, String head, List<String> cells) {
        out.append("| ")
                .append(head)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n");
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
