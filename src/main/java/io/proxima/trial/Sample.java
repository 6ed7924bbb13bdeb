package io.proxima.trial;

import io.proxima.answer.QuerySamples;
import io.proxima.wire.RrType;
import java.util.List;
import java.util.Locale;

/**
 * The queries that both sides of a trial are asked.
 *
 * @param source {@code recorded}, {@code file} or {@code synthetic}
 * @param rate queries a second that they stand for; 0 where nobody knows
 */
public record Sample(String source, List<Asked> queries, double rate) {
    public Sample {
        queries = List.copyOf(queries);
    }

    /** What the server recorded. */
    public static Sample of(QuerySamples.Reading reading) {
        return new Sample("recorded", reading.queries().stream().map(Asked::of).toList(), reading.rate());
    }

    /** The same at another rate. */
    public Sample at(double queriesASecond) {
        return new Sample(source, queries, queriesASecond);
    }

    /** The queries as {@link QueryFile} reads them. */
    public List<String> lines() {
        return queries.stream()
                .map(query -> query.name() + " " + RrType.name(query.type()) + " " + query.client() + " "
                        + String.format(Locale.ROOT, "%.3f", query.weight()))
                .toList();
    }
}
