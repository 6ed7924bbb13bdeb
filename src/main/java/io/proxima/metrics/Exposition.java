package io.proxima.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Readings as a page that Prometheus scrapes: its text format, or OpenMetrics where that is asked for.
 *
 * <p>What the JVM says of itself is added. All of it is made at the first scrape: nothing is loaded before. Any thread may
 * ask; it takes a few milliseconds, so not an event loop.
 */
public final class Exposition {
    private @Nullable Jvm jvm;

    /** A page and what it is. */
    public record Page(String contentType, String text) {}

    /**
     * The page of these readings; of two with the same metric and labels the last counts.
     *
     * @param accept the request's Accept header, or null
     */
    public synchronized Page page(Collection<Reading> readings, @Nullable String accept) {
        Jvm machine = jvm == null ? new Jvm() : jvm;
        jvm = machine;
        List<Reading> all = new ArrayList<>(readings);
        all.addAll(machine.readings());
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        snapshots(all).forEach(snapshots::metricSnapshot);
        machine.measured().forEach(snapshots::metricSnapshot);
        ExpositionFormatWriter writer = accept != null && accept.contains("application/openmetrics-text")
                ? OpenMetricsTextFormatWriter.create()
                : PrometheusTextFormatWriter.create();
        ByteArrayOutputStream octets = new ByteArrayOutputStream(16_384);
        try {
            writer.write(octets, snapshots.build());
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return new Page(writer.getContentType(), octets.toString(StandardCharsets.UTF_8));
    }

    private static List<MetricSnapshot> snapshots(Collection<Reading> readings) {
        Map<Metric, Map<List<String>, Reading>> byMetric = new EnumMap<>(Metric.class);
        for (Reading reading : readings) {
            byMetric.computeIfAbsent(reading.metric(), _ -> new LinkedHashMap<>())
                    .put(reading.labels(), reading);
        }
        return byMetric.entrySet().stream()
                .map(entry -> snapshot(entry.getKey(), entry.getValue().values()))
                .toList();
    }

    private static MetricSnapshot snapshot(Metric metric, Collection<Reading> series) {
        return switch (metric.type()) {
            case COUNTER -> {
                CounterSnapshot.Builder counter = CounterSnapshot.builder()
                        .name(without(metric, "_total"))
                        .help(metric.help());
                series.forEach(reading -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(number(reading))
                        .labels(labels(reading))
                        .build()));
                yield counter.build();
            }
            case GAUGE -> {
                GaugeSnapshot.Builder gauge =
                        GaugeSnapshot.builder().name(metric.scraped()).help(metric.help());
                series.forEach(reading -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(number(reading))
                        .labels(labels(reading))
                        .build()));
                yield gauge.build();
            }
            case INFO -> {
                InfoSnapshot.Builder info =
                        InfoSnapshot.builder().name(without(metric, "_info")).help(metric.help());
                series.forEach(reading -> info.dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(labels(reading))
                        .build()));
                yield info.build();
            }
            case HISTOGRAM -> {
                HistogramSnapshot.Builder histogram =
                        HistogramSnapshot.builder().name(metric.scraped()).help(metric.help());
                series.forEach(reading -> histogram.dataPoint(distribution(reading)));
                yield histogram.build();
            }
            case SUMMARY -> throw new IllegalArgumentException(metric.scraped() + " is the JVM's to measure");
        };
    }

    private static HistogramSnapshot.HistogramDataPointSnapshot distribution(Reading reading) {
        if (!(reading instanceof Reading.Distribution durations)) {
            throw new IllegalArgumentException(reading.metric().scraped() + " is a histogram");
        }
        Histogram.Counted counted = durations.histogram().counted();
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < counted.counts().size(); i++) {
            double bound =
                    i < counted.boundsSeconds().size() ? counted.boundsSeconds().get(i) : Double.POSITIVE_INFINITY;
            buckets.bucket(bound, counted.counts().get(i));
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(counted.sumSeconds())
                .labels(labels(reading))
                .build();
    }

    private static double number(Reading reading) {
        if (!(reading instanceof Reading.Value number)) {
            throw new IllegalArgumentException(reading.metric().scraped() + " is a number");
        }
        return number.value();
    }

    private static Labels labels(Reading reading) {
        return Labels.of(reading.metric().labels(), reading.labels());
    }

    private static String without(Metric metric, String suffix) {
        return metric.scraped().substring(0, metric.scraped().length() - suffix.length());
    }
}
