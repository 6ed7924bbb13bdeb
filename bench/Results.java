import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was measured, and the medians of it. */
final class Results {
    private final Map<Workload, Map<String, Measured>> measured = new EnumMap<>(Workload.class);
    private final Map<Workload.Setup, Map<String, Started>> started = new EnumMap<>(Workload.Setup.class);

    /**
     * One run as fast as it goes.
     *
     * @param queries how many were answered
     * @param rate how many a second
     * @param cpu the server's time for them
     */
    record Full(long queries, double rate, Instance.Cpu cpu) {
        double user() {
            return (double) cpu.user() / queries;
        }

        double system() {
            return (double) cpu.system() / queries;
        }

        double micros() {
            return user() + system();
        }
    }

    /** A server with a workload: runs at full and at half load. */
    record Measured(List<Full> full, List<Paced> half, List<Double> halfMicros) {
        Measured() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        double full(ToDoubleFunction<Full> what) {
            return median(full.stream().mapToDouble(what).toArray());
        }

        double half(ToDoubleFunction<Paced> what) {
            return median(half.stream().mapToDouble(what).toArray());
        }

        double halfCpu() {
            return median(halfMicros.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    /** A server's start with a setup, and its memory before and after the load. */
    record Started(double millis, double megabytes, double megabytesAfter) {}

    Measured of(Workload workload, Server server) {
        return measured.computeIfAbsent(workload, _ -> new HashMap<>())
                .computeIfAbsent(server.name(), _ -> new Measured());
    }

    boolean has(Workload workload, Server server) {
        Map<String, Measured> all = measured.get(workload);
        return all != null && all.containsKey(server.name());
    }

    void started(Workload.Setup setup, Server server, Started start) {
        started.computeIfAbsent(setup, _ -> new HashMap<>()).put(server.name(), start);
    }

    /** The start of a server; null where it was not started with that setup. */
    Started start(Workload.Setup setup, Server server) {
        return started.getOrDefault(setup, Map.of()).get(server.name());
    }

    static double median(double[] values) {
        java.util.Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
