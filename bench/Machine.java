import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/** Where and with what was measured. */
final class Machine {
    private Machine() {}

    static String describe(List<Server> servers, String options, Options parsed)
            throws IOException, InterruptedException {
        StringBuilder out = new StringBuilder();
        out.append("`bench/compare")
                .append(options.isEmpty() ? "" : " " + options)
                .append("` on ");
        out.append(LocalDate.now(ZoneOffset.UTC)).append(": ").append(processor());
        out.append(", ").append(Runtime.getRuntime().availableProcessors()).append(" cores, Linux ");
        out.append(System.getProperty("os.version"))
                .append(", JDK ")
                .append(Runtime.version())
                .append(". ");
        out.append("Medians of ").append(parsed.rounds()).append(" rounds of ");
        out.append(parsed.seconds())
                .append(" s. Load at the end: ")
                .append(load())
                .append(".\n\n");
        for (Server server : servers) {
            out.append("- ")
                    .append(server.name())
                    .append(": ")
                    .append(server.version())
                    .append('\n');
        }
        out.append('\n');
        for (Workload workload : parsed.workloads()) {
            out.append("- ")
                    .append(workload.text())
                    .append(": ")
                    .append(workload.description)
                    .append('\n');
        }
        return out.toString();
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.replaceAll(".*: *", ""))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg"))
                .lines()
                .collect(Collectors.joining())
                .replaceAll(" [^ ]*/.*", "");
    }
}
