package io.proxima.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The catalogue keeps Prometheus' rules for names, and {@code docs/metrics.md} lists it as it is. */
class MetricTest {
    /** Labels whose values the served files, the configuration or a short list bound. */
    private static final Set<String> BOUNDED = Set.of(
            "transport",
            "listener",
            "rcode",
            "check",
            "kind",
            "result",
            "pool",
            "member",
            "address",
            "vote",
            "word",
            "to",
            "family",
            "release",
            "level",
            "area",
            "id",
            "action",
            "cause",
            "gc");

    /** Words that say another unit than the base ones, or a type that is no part of a name. */
    private static final Set<String> OTHER_UNITS = Set.of(
            "ms",
            "millis",
            "milliseconds",
            "nanos",
            "us",
            "minutes",
            "hours",
            "kb",
            "mb",
            "octets",
            "percent",
            "count",
            "counter",
            "gauge",
            "histogram",
            "sum",
            "bucket");

    private static final Set<String> SPANS = Set.of("duration", "uptime", "detection", "pause", "timestamp", "cpu");
    private static final Path PAGE = Path.of("docs/metrics.md");

    @ParameterizedTest
    @EnumSource
    void nameKeepsTheRules(Metric metric) {
        String name = metric.scraped();
        List<String> words = List.of(name.split("_", -1));
        assertTrue(name.matches("[a-z][a-z0-9]*(_[a-z0-9]+)+"), name);
        assertTrue(words.stream().noneMatch(OTHER_UNITS::contains), () -> name + " has another unit");
        assertEquals(metric.type() == Metric.Type.COUNTER, name.endsWith("_total"), name);
        assertEquals(metric.type() == Metric.Type.INFO, name.endsWith("_info"), name);
        if (words.stream().anyMatch(SPANS::contains)) {
            assertTrue(name.matches(".*_seconds(_total|_max)?"), () -> name + " is in seconds and should say so");
        }
        if (words.contains("memory")) {
            assertTrue(name.endsWith("_bytes"), () -> name + " is in bytes and should say so");
        }
        assertTrue(metric.help().matches("[A-Z0-9].*\\."), () -> name + ": help is a sentence");
    }

    @ParameterizedTest
    @EnumSource
    void labelsAreBounded(Metric metric) {
        assertEquals(Set.of(), minus(metric.labels(), BOUNDED), metric.scraped());
        assertEquals(metric.labels().size(), new HashSet<>(metric.labels()).size(), metric.scraped());
        assertFalse(metric.labels().contains("le"), metric.scraped());
    }

    @Test
    void namesAreUnique() {
        assertEquals(
                Metric.values().length,
                Arrays.stream(Metric.values()).map(Metric::scraped).distinct().count());
    }

    @Test
    void pageListsTheCatalogue() throws IOException {
        String expected = Arrays.stream(Metric.values())
                .map(metric -> "| `%s` | %s | %s | %s |"
                        .formatted(
                                metric.scraped(),
                                metric.type().name().toLowerCase(java.util.Locale.ROOT),
                                metric.labels().stream()
                                        .map(label -> "`" + label + "`")
                                        .collect(Collectors.joining(", ")),
                                metric.help()))
                .collect(Collectors.joining("\n"));
        String listed = Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| `(proxima|jvm|process)_.*"))
                .collect(Collectors.joining("\n"));
        assertEquals(expected, listed, "put these lines into " + PAGE);
    }

    private static Set<String> minus(List<String> labels, Set<String> known) {
        Set<String> left = new HashSet<>(labels);
        left.removeAll(known);
        return left;
    }
}
