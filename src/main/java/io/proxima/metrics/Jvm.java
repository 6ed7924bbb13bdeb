package io.proxima.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** What the JVM says of itself, as far as the catalogue names it; Micrometer measures most of it. */
final class Jvm {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Listens to the collector for as long as the process runs, as this does. */
    @SuppressWarnings("FieldCanBeLocal")
    private final JvmGcMetrics collector = new JvmGcMetrics();

    Jvm() {
        registry.config().meterFilter(MeterFilter.denyUnless(this::isInTheCatalogue));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        collector.bindTo(registry);
    }

    private boolean isInTheCatalogue(Meter.Id id) {
        String name = id.getConventionName(registry.config().namingConvention());
        return Metric.named(name).isPresent();
    }

    /** What Micrometer measures. */
    MetricSnapshots measured() {
        return registry.getPrometheusRegistry().scrape();
    }

    /** What it lacks, or names otherwise than everybody else does. */
    List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            readings.add(Reading.of(Metric.PROCESS_CPU, system.getProcessCpuTime() / 1e9));
            readings.add(Reading.of(Metric.PROCESS_FILES, system.getOpenFileDescriptorCount()));
            readings.add(Reading.of(Metric.PROCESS_FILES_MAX, system.getMaxFileDescriptorCount()));
        }
        return readings;
    }
}
