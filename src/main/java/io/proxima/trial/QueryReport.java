package io.proxima.trial;

import io.proxima.answer.QuerySamples;
import io.proxima.answer.SampledQuery;
import io.proxima.trial.Outcome.Landing;
import io.proxima.wire.Rcode;
import io.proxima.wire.RrType;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is asked: one document, which {@code queries --json} prints as it stands here.
 *
 * <p>All shares are of the queries that the sample stands for, 0 to 1, and as sure as a sample of so many is.
 *
 * @param version of this document: 1
 * @param sampling whether there is a sample
 * @param since when the first of its queries can have been
 * @param sampled how many queries are kept
 * @param total how many they stand for
 * @param rate of those a second
 * @param listeners what each has received, sampled or not
 * @param names by the owner name that answers, the most asked first
 * @param types by type
 * @param outcomes by what they were answered
 * @param lines by the client's line, of those that the pools name
 * @param subnets the share of queries with a client subnet that was believed
 * @param steered of the steered names among {@code names}, how their answers are spread now, by the odds
 */
public record QueryReport(
        int version,
        boolean sampling,
        String since,
        int sampled,
        long total,
        double rate,
        List<Listener> listeners,
        List<Share> names,
        List<Share> types,
        List<Share> outcomes,
        List<Share> lines,
        double subnets,
        List<Spread> steered) {

    /**
     * One listener.
     *
     * @param received messages since it began
     * @param rate messages a second, in the last minute or so
     */
    public record Listener(String transport, String address, long received, double rate) {}

    /** A part of the queries. */
    public record Share(String name, double share) {}

    /** How the answers of a steered name are spread over addresses, for the clients that asked. */
    public record Spread(String name, List<Share> members) {}

    /** Nothing but counters. */
    public static QueryReport unsampled(List<Listener> listeners, long nowMillis) {
        return new QueryReport(
                1,
                false,
                Instant.ofEpochMilli(nowMillis).toString(),
                0,
                0,
                0,
                listeners,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                List.of());
    }

    /**
     * Of what was sampled.
     *
     * @param now what answers
     * @param most how many of each list
     */
    public static QueryReport of(QuerySamples.Reading reading, Side now, List<Listener> listeners, int most) {
        Counts counts = new Counts(now);
        reading.queries().forEach(counts::count);
        List<Share> names = counts.top(counts.names, most);
        return new QueryReport(
                1,
                true,
                Instant.ofEpochMilli(reading.sinceMillis()).toString(),
                reading.queries().size(),
                reading.total(),
                reading.rate(),
                listeners,
                names,
                counts.top(counts.types, most),
                counts.top(counts.outcomes, most),
                counts.top(counts.lines, most),
                counts.weight == 0 ? 0 : counts.subnets / counts.weight,
                names.stream()
                        .filter(name -> counts.spreads.containsKey(name.name()))
                        .map(name -> counts.spread(name.name(), most))
                        .toList());
    }

    private static final class Counts {
        private final Side now;
        private final ClientLines clientLines;
        private final Map<String, Double> names = new TreeMap<>();
        private final Map<String, Double> types = new TreeMap<>();
        private final Map<String, Double> outcomes = new TreeMap<>();
        private final Map<String, Double> lines = new TreeMap<>();
        private final Map<String, Map<String, Double>> spreads = new HashMap<>();
        private double weight;
        private double subnets;

        Counts(Side now) {
            this.now = now;
            this.clientLines = new ClientLines(now.catalog(), now.catalog());
        }

        void count(SampledQuery query) {
            Asked asked = Asked.of(query);
            Side.Path path = now.path(asked);
            weight += query.weight();
            subnets += query.subnet() ? query.weight() : 0;
            names.merge(path.group(), query.weight(), Double::sum);
            types.merge(RrType.name(query.type()), query.weight(), Double::sum);
            lines.merge(clientLines.of(asked), query.weight(), Double::sum);
            outcomes.merge(outcome(query), query.weight(), Double::sum);
            if (!path.steered().isEmpty()) {
                Map<String, Double> spread = spreads.computeIfAbsent(path.group(), _ -> new TreeMap<>());
                for (Map.Entry<Landing, Double> part :
                        now.outcome(asked).shares().entrySet()) {
                    spread.merge(part.getKey().text(), part.getValue() * query.weight(), Double::sum);
                }
            }
        }

        private static String outcome(SampledQuery query) {
            return switch (query.outcome()) {
                case ERROR -> Rcode.mnemonic(query.rcode());
                case NODATA -> "NODATA";
                case ANSWER, REFERRAL -> query.outcome().name().toLowerCase(Locale.ROOT);
            };
        }

        Spread spread(String name, int most) {
            Map<String, Double> spread = spreads.getOrDefault(name, Map.of());
            double all = spread.values().stream().mapToDouble(part -> part).sum();
            return new Spread(name, top(spread, all, most));
        }

        List<Share> top(Map<String, Double> parts, int most) {
            return top(parts, weight, most);
        }

        private static List<Share> top(Map<String, Double> parts, double all, int most) {
            return parts.entrySet().stream()
                    .map(part -> new Share(part.getKey(), part.getValue() / all))
                    .sorted(Comparator.comparingDouble(Share::share).reversed().thenComparing(Share::name))
                    .limit(most)
                    .toList();
        }
    }
}
