package io.proxima.metrics;

import java.util.List;

/** The value of one series at one scrape. */
public sealed interface Reading {
    /** Of which metric. */
    Metric metric();

    /** The values of its labels, in the metric's order. */
    List<String> labels();

    /** A number: of a counter, a gauge, or 1 of an info. */
    record Value(Metric metric, List<String> labels, double value) implements Reading {
        public Value {
            labels = checked(metric, labels);
            if (metric.type() == Metric.Type.HISTOGRAM || metric.type() == Metric.Type.SUMMARY) {
                throw new IllegalArgumentException(metric.scraped() + " is not one number");
            }
        }
    }

    /** A histogram. */
    record Distribution(Metric metric, List<String> labels, Histogram histogram) implements Reading {
        public Distribution {
            labels = checked(metric, labels);
            if (metric.type() != Metric.Type.HISTOGRAM) {
                throw new IllegalArgumentException(metric.scraped() + " is no histogram");
            }
        }
    }

    /** A number of a series with these label values. */
    static Reading of(Metric metric, double value, String... labels) {
        return new Value(metric, List.of(labels), value);
    }

    /** A count; beyond 2^53 the last digits are lost. */
    static Reading of(Metric metric, long value, String... labels) {
        return new Value(metric, List.of(labels), (double) value);
    }

    /** 1 for true and 0 for false. */
    static Reading of(Metric metric, boolean value, String... labels) {
        return new Value(metric, List.of(labels), value ? 1 : 0);
    }

    private static List<String> checked(Metric metric, List<String> labels) {
        if (labels.size() != metric.labels().size()) {
            throw new IllegalArgumentException(metric.scraped() + " has the labels " + metric.labels());
        }
        return List.copyOf(labels);
    }
}
