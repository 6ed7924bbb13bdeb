import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run is asked for.
 *
 * @param rounds how often each server is measured with each workload; the median counts
 * @param seconds how long each time
 * @param only the servers' names; empty for all
 * @param workloads what they are asked
 * @param beside another checkout of Proxima, to be measured as well
 */
record Options(int rounds, int seconds, Set<String> only, Set<Workload> workloads, Optional<Path> beside) {
    static final String USAGE = """
            usage: bench/compare [--rounds N] [--seconds N] [--only SERVER]... [--workload W]... [--beside HOME]
              --rounds    how often each server is measured with each workload (5)
              --seconds   how long each time (4)
              --beside    another checkout of Proxima that is built, to be measured as `beside`
              --only      floor, proxima, beside, gdnsd, knot, nsd or powerdns; all by default
              --workload  plain, steered, steered-ecs, large, nxdomain, tcp or million; all by default
            A run of all servers with all workloads writes its tables into docs/performance.md.""";

    static Options parse(List<String> arguments) {
        int rounds = 5;
        int seconds = 4;
        Optional<Path> beside = Optional.empty();
        List<String> only = new ArrayList<>();
        Set<Workload> workloads = EnumSet.noneOf(Workload.class);
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--rounds" -> rounds = number(value);
                case "--seconds" -> seconds = number(value);
                case "--only" -> only.add(value);
                case "--beside" -> beside = Optional.of(Path.of(value).toAbsolutePath());
                case "--workload" -> workloads.add(Workload.named(value));
                default -> throw new IllegalArgumentException("no such option: " + arguments.get(i));
            }
        }
        if (arguments.size() % 2 != 0) {
            throw new IllegalArgumentException("an option and its value: " + arguments.getLast());
        }
        return new Options(
                rounds,
                seconds,
                Set.copyOf(only),
                workloads.isEmpty() ? EnumSet.allOf(Workload.class) : workloads,
                beside);
    }

    private static int number(String text) {
        int number = Integer.parseInt(text);
        if (number < 1 || number > 1000) {
            throw new IllegalArgumentException("from 1 to 1000: " + text);
        }
        return number;
    }

    /** Whether all was measured that there is. */
    boolean whole() {
        return only.isEmpty() && workloads.size() == Workload.values().length;
    }
}
