package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Published;
import io.proxima.cluster.Cluster;
import io.proxima.cluster.ReleaseNews;
import io.proxima.config.Endpoint;
import io.proxima.control.ControlServer;
import io.proxima.control.HealthReadings;
import io.proxima.control.JournalDesk;
import io.proxima.control.LivenessDesk;
import io.proxima.control.MetricsDesk;
import io.proxima.control.PoolsDesk;
import io.proxima.control.ReleaseLoads;
import io.proxima.control.Situation;
import io.proxima.control.Status;
import io.proxima.control.StatusDesk;
import io.proxima.control.StatusReport;
import io.proxima.health.Detections;
import io.proxima.health.HealthBook;
import io.proxima.health.Replica;
import io.proxima.metrics.Exposition;
import io.proxima.metrics.Metric;
import io.proxima.metrics.Reading;
import io.proxima.server.ListenerCounts;
import io.proxima.server.Listeners;
import io.proxima.server.SelfQuery;
import io.proxima.server.Transport;
import io.proxima.store.JournalReader;
import io.proxima.wire.Rcode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a running replica tells of itself: status, metrics, and whether it answers.
 *
 * <p>It may be asked before the listeners are open; it has less to tell then. Any thread may ask.
 */
final class Observatory {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);

    private final Life life;
    private final Signals signals;
    private final Published published;
    private final HealthBook book;
    private final Detections detections;
    private final HealthReadings health;
    private final Supplier<ReleaseLoads> loads;
    private final Supplier<List<ReleaseNews>> releases;
    private final Exposition exposition = new Exposition();
    private volatile @Nullable Listeners listeners;
    private volatile @Nullable Cluster cluster;

    /**
     * One life of a replica.
     *
     * @param replicas how many are configured, this one among them
     */
    record Life(Replica self, long epoch, long startedMillis, int replicas) {}

    /**
     * @param releases what each replica said last that it serves
     * @param book looked at on the signals' thread alone, and so are {@code detections} and {@code health}
     */
    Observatory(
            Life life,
            Signals signals,
            Published published,
            HealthBook book,
            Detections detections,
            HealthReadings health,
            Supplier<ReleaseLoads> loads,
            Supplier<List<ReleaseNews>> releases) {
        this.life = life;
        this.signals = signals;
        this.published = published;
        this.book = book;
        this.detections = detections;
        this.health = health;
        this.loads = loads;
        this.releases = releases;
    }

    /** Says what there is to watch, once it is there. */
    void watch(Listeners listeners, @Nullable Cluster cluster) {
        this.listeners = listeners;
        this.cluster = cluster;
    }

    /** Where it is asked, and where its journal is read. */
    List<ControlServer.Desk> desks(JournalReader journal) {
        return List.of(
                new StatusDesk(this::status, journal),
                new PoolsDesk(this::catalog, this::report),
                new JournalDesk(journal),
                new MetricsDesk(this::readings, exposition),
                new LivenessDesk(this::silent));
    }

    private CompletableFuture<Status> status() {
        return signals.ask(() -> StatusReport.of(situation(), catalog(), book, detections, System.currentTimeMillis()));
    }

    private CompletableFuture<Object> report(Catalog catalog, Function<StatusReport, Object> question) {
        return signals.ask(
                () -> question.apply(new StatusReport(catalog, book, detections, System.currentTimeMillis())));
    }

    private CompletableFuture<List<Reading>> readings() {
        return signals.ask(() -> {
            List<Reading> readings = new ArrayList<>(
                    health.readings(situation(), catalog(), book, detections, System.currentTimeMillis()));
            Listeners open = listeners;
            if (open != null) {
                open.counts().forEach(counts -> listener(readings, counts));
            }
            return readings;
        });
    }

    /** The addresses from which no answer comes. */
    private List<String> silent() {
        Listeners open = listeners;
        if (open == null) {
            return List.of("any address: the server is starting");
        }
        return open.addresses().stream()
                .filter(address -> !SelfQuery.answered(address, ANSWER_WITHIN))
                .map(Observatory::text)
                .toList();
    }

    private Catalog catalog() {
        return published.catalog();
    }

    private Situation situation() {
        Cluster joining = cluster;
        return new Situation(
                life.self(),
                life.epoch(),
                life.startedMillis(),
                life.replicas(),
                joining != null,
                joining != null && joining.joined(),
                joining == null ? 0 : joining.refused(),
                loads.get(),
                releases.get());
    }

    private static void listener(List<Reading> readings, ListenerCounts counts) {
        String transport = counts.transport().name().toLowerCase(Locale.ROOT);
        String address = text(counts.address());
        readings.add(Reading.of(Metric.DNS_RECEIVED, counts.received(), transport, address));
        readings.add(Reading.of(Metric.DNS_SENT, counts.sent(), transport, address));
        readings.add(Reading.of(Metric.DNS_DROPPED, counts.dropped(), transport, address));
        readings.add(Reading.of(Metric.DNS_FAULTS, counts.faults(), transport, address));
        readings.add(Reading.of(Metric.DNS_TRUNCATED, counts.truncated(), transport, address));
        counts.responses()
                .forEach((rcode, sent) -> readings.add(
                        Reading.of(Metric.DNS_RESPONSES, sent, transport, address, Rcode.mnemonic(rcode))));
        if (counts.transport() == Transport.TCP) {
            readings.add(Reading.of(Metric.TCP_CONNECTIONS, counts.opened() - counts.closed(), address));
            readings.add(Reading.of(Metric.TCP_OPENED, counts.opened(), address));
            readings.add(Reading.of(Metric.TCP_REFUSED, counts.refused(), address));
        }
    }

    /** An endpoint as operators write it, or an interface. */
    static String text(InetSocketAddress address) {
        return address.isUnresolved()
                ? address.getHostString()
                : new Endpoint(address.getAddress(), address.getPort()).toString();
    }
}
