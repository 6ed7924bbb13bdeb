import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code pace.c} saw of queries sent at a steady rate.
 *
 * @param firstAt when the first answer came, on the clock of {@link System#nanoTime}
 * @param answered how many were answered
 * @param lost how many were not
 * @param errors how many were answered with an error
 * @param octets the mean length of a response
 * @param micros latencies: the median, 99 %, 99.9 %
 */
record Paced(long firstAt, long answered, long lost, long errors, int octets, double[] micros) {
    /** Sends {@code count} queries at a rate, once the server answers. */
    static Paced run(Instance instance, Path scratch, Path queries, long rate, long count, int withinSeconds)
            throws IOException, InterruptedException {
        String said = instance.beside(List.of(
                        scratch.resolve("pace").toString(),
                        Server.ADDRESS,
                        Integer.toString(Server.PORT),
                        queries.toString(),
                        Long.toString(rate),
                        Long.toString(count),
                        Integer.toString(withinSeconds)))
                .strip();
        String[] words = said.split(" ");
        Map<String, Long> values = new HashMap<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            values.put(words[i], Long.parseLong(words[i + 1]));
        }
        return new Paced(
                values.get("first"),
                values.get("answered"),
                values.get("lost"),
                values.get("errors"),
                values.get("octets").intValue(),
                new double[] {values.get("p50") / 1e3, values.get("p99") / 1e3, values.get("p999") / 1e3});
    }
}
