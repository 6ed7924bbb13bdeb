package io.proxima.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pages as Prometheus reads them, octet for octet where they are ours. */
class ExpositionTest {
    private final Exposition exposition = new Exposition();

    private String page(Reading... readings) {
        return exposition.page(List.of(readings), null).text();
    }

    private static String about(String name, String page) {
        return page.lines()
                .filter(line -> line.replaceFirst("^# (HELP|TYPE) ", "").startsWith(name))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void numbersAreWrittenWithTheirHelpAndLabels() {
        String page = page(
                Reading.of(Metric.DNS_RESPONSES, 7, "udp", "127.0.0.1:5300", "NOERROR"),
                Reading.of(Metric.DNS_RESPONSES, 2, "udp", "127.0.0.1:5300", "BADVERS"),
                Reading.of(Metric.VERDICT_UP, true, "example.com./edge", "a\"b\\c", "192.0.2.1", "example.com./web"),
                Reading.of(Metric.RELEASE_INFO, 1, "fd52ec0ab246"));
        assertEquals("""
                # HELP proxima_dns_responses_total Responses by response code.
                # TYPE proxima_dns_responses_total counter
                proxima_dns_responses_total{listener="127.0.0.1:5300",rcode="BADVERS",transport="udp"} 2.0
                proxima_dns_responses_total{listener="127.0.0.1:5300",rcode="NOERROR",transport="udp"} 7.0
                """, about("proxima_dns_responses_total", page));
        assertTrue(page.contains("""
                proxima_verdict_up{address="192.0.2.1",check="example.com./web",member="a\\"b\\\\c",pool="example.com./edge"} 1.0
                """), page);
        assertTrue(page.contains("proxima_release_info{release=\"fd52ec0ab246\"} 1\n"), page);
    }

    @Test
    void durationsAreCountedIntoEveryBucketThatHoldsThem() {
        Histogram histogram = new Histogram(0.5, 1, 5);
        for (long millis : new long[] {500, 700, 4_000, 60_000, -3}) {
            histogram.record(Duration.ofMillis(millis));
        }
        assertEquals(
                """
                # HELP proxima_detection_seconds %s
                # TYPE proxima_detection_seconds histogram
                proxima_detection_seconds_bucket{to="down",le="0.5"} 2
                proxima_detection_seconds_bucket{to="down",le="1.0"} 3
                proxima_detection_seconds_bucket{to="down",le="5.0"} 4
                proxima_detection_seconds_bucket{to="down",le="+Inf"} 5
                proxima_detection_seconds_count{to="down"} 5
                proxima_detection_seconds_sum{to="down"} 65.2
                """.formatted(Metric.DETECTION.help()),
                about(
                        "proxima_detection_seconds",
                        page(new Reading.Distribution(Metric.DETECTION, List.of("down"), histogram))));
    }

    @Test
    void ofTwoReadingsOfASeriesTheLastCounts() {
        String page = page(Reading.of(Metric.POOL_MOVING, 1, "edge"), Reading.of(Metric.POOL_MOVING, 0, "edge"));
        assertEquals(1, about("proxima_pool_moving{", page).lines().count(), page);
        assertTrue(page.contains("proxima_pool_moving{pool=\"edge\"} 0.0"), page);
    }

    @Test
    void openMetricsIsGivenToWhoAsksForIt() {
        Exposition.Page page = exposition.page(
                List.of(Reading.of(Metric.UPTIME, 3)), "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
        assertTrue(page.contentType().startsWith("application/openmetrics-text"), page.contentType());
        assertTrue(page.text().endsWith("# EOF\n"));
        assertTrue(exposition.page(List.of(), null).contentType().startsWith("text/plain"));
    }

    @Test
    void jvmSaysWhatTheCatalogueNamesAndNothingElse() {
        System.gc(); // a pause, for the collector's listener
        String page = page();
        Set<String> names = page.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toCollection(TreeSet::new));
        names.removeIf(name -> Metric.named(name).isPresent());
        assertEquals(Set.of(), names, "not in the catalogue");
        for (Metric metric : List.of(
                Metric.JVM_MEMORY_USED,
                Metric.JVM_MEMORY_COMMITTED,
                Metric.JVM_MEMORY_MAX,
                Metric.JVM_THREADS,
                Metric.PROCESS_CPU,
                Metric.PROCESS_FILES,
                Metric.PROCESS_FILES_MAX)) {
            assertTrue(page.contains("# TYPE " + metric.scraped() + " "), metric.scraped() + page);
        }
    }

    @Test
    void readingsThatAreNotTheirMetricsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Reading.of(Metric.POOL_MOVING, 1));
        assertThrows(IllegalArgumentException.class, () -> Reading.of(Metric.DETECTION, 1, "down"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Reading.Distribution(Metric.POOL_MOVING, List.of("edge"), new Histogram(1)));
    }
}
