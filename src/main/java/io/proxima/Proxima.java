package io.proxima;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.QuerySamples;
import io.proxima.answer.Transport;
import io.proxima.catalog.Published;
import io.proxima.cluster.Cluster;
import io.proxima.cluster.ClusterSettings;
import io.proxima.config.Endpoint;
import io.proxima.config.ServerConfig;
import io.proxima.control.ControlException;
import io.proxima.control.ControlServer;
import io.proxima.control.HealthReadings;
import io.proxima.control.ProbeReadings;
import io.proxima.control.ServerTls;
import io.proxima.health.Detections;
import io.proxima.health.HealthBook;
import io.proxima.health.Overrides;
import io.proxima.health.Replica;
import io.proxima.probe.Prober;
import io.proxima.server.ListenException;
import io.proxima.server.Listeners;
import io.proxima.source.Findings;
import io.proxima.wire.ServerCookies;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running replica, wired by hand.
 *
 * <p>Listeners answer first, from the files and the last run's verdicts; probes and the cluster come behind them, and
 * neither is waited for.
 */
public final class Proxima implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Proxima.class);
    private static final Duration VOTES_FRESH_FOR = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final ReleaseWatcher watcher;
    private final Activation activation;
    private final ReleaseSharing sharing;
    private final Signals signals;
    private final Recorder recorder;
    private final OverrideChanges changes;
    private final Listeners listeners;
    private final ControlServer control;
    private final Prober prober;
    private final @Nullable Cluster cluster;

    private Proxima(
            Vertx vertx,
            ReleaseWatcher watcher,
            Activation activation,
            ReleaseSharing sharing,
            Signals signals,
            Recorder recorder,
            OverrideChanges changes,
            Listeners listeners,
            ControlServer control,
            Prober prober,
            @Nullable Cluster cluster) {
        this.vertx = vertx;
        this.watcher = watcher;
        this.activation = activation;
        this.sharing = sharing;
        this.signals = signals;
        this.recorder = recorder;
        this.changes = changes;
        this.listeners = listeners;
        this.control = control;
        this.prober = prober;
        this.cluster = cluster;
    }

    /**
     * Starts a replica; it answers when this returns.
     *
     * @param findings gets what is wrong with the files
     * @return empty where a finding is an error; nothing runs then
     * @throws ListenException if an address cannot be listened on
     * @throws ControlException if the control address cannot be listened on, or its tokens cannot be read
     * @throws IOException if the cluster's key cannot be read
     */
    public static Optional<Proxima> start(ServerConfig config, Findings findings) throws IOException {
        ReleaseLoader loader = new ReleaseLoader(Setup.filesOf(config));
        Optional<FirstRelease> found = FirstRelease.find(config.node(), config.state(), loader, findings);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        FirstRelease first = found.get();
        Replica self = new Replica(config.node(), config.site());
        SecretKey clusterKey = Setup.clusterKey(config);
        Findings secrets = new Findings();
        ServerCookies cookies = CookieSecrets.cookies(config.cookies(), clusterKey, secrets);
        ServerTls tls = ServerTls.read(config.control().tls(), secrets);
        findings.addAll(secrets);
        if (secrets.hasErrors()) {
            return Optional.empty();
        }
        StateFolder state = new StateFolder(config.state());
        long epoch = state.nextEpoch(System.currentTimeMillis());
        Optional<ClusterSettings> clusterSettings = Setup.clusterSettings(config, self, epoch, clusterKey);
        int replicas =
                clusterSettings.map(settings -> settings.members().size()).orElse(1);
        HealthBook book = new HealthBook(self, epoch, replicas, VOTES_FRESH_FOR);
        book.restore(state.verdicts());
        OverrideFile overrideFile = new OverrideFile(config.state());
        Overrides overrides = new Overrides(config.node());
        overrides.restore(overrideFile.read());
        Published published = new Published(first.catalog());
        Recorder recorder = new Recorder(config.node(), config.state(), book::verdicts, overrides::inForce);
        Detections detections = new Detections(self.node());
        ProbeReadings probes = new ProbeReadings();
        HealthReadings health = new HealthReadings(probes);
        Signals signals = new Signals(
                book,
                overrides,
                published,
                state,
                event -> {
                    recorder.changed(event);
                    health.happened(event);
                },
                detections);
        Activation activation =
                new Activation(config.node(), config.state(), loader, first, signals, published, recorder);
        ReleaseWatcher watcher =
                new ReleaseWatcher(loader, activation, config.releases().quiet());
        Acknowledgements acknowledgements = new Acknowledgements(self.node(), replicas);
        Observatory observatory = new Observatory(
                new Observatory.Life(self, epoch, System.currentTimeMillis(), replicas),
                signals,
                published,
                book,
                detections,
                health,
                activation::loads,
                acknowledgements::all);
        Trying trying = new Trying(
                config,
                signals,
                published,
                book,
                overrides,
                () -> Activation.shorter(activation.standing().active().release()));
        OverrideChanges changes = new OverrideChanges(signals, published, book, overrides, overrideFile);

        ReleaseOrders orders = new ReleaseOrders(activation, config.state(), acknowledgements);
        ReleaseSharing sharing = new ReleaseSharing(
                self.node(), epoch, config.state(), activation, published, recorder, acknowledgements, first.edited());
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Listeners listeners;
        ControlServer control;
        try {
            List<ControlServer.Desk> desks = Desks.of(
                    config,
                    observatory,
                    changes,
                    published,
                    signals,
                    orders,
                    new FileEdits(activation, loader),
                    trying,
                    recorder);
            control = ControlServer.start(
                    vertx, config.listen().control().socketAddress(), Setup.gate(config, vertx), tls, desks);
            listeners = listen(
                    config,
                    Setup.debugging(config, Setup.engineSettings(config, cookies), first.catalog()),
                    vertx,
                    published,
                    trying.samples());
        } catch (ControlException | ListenException e) {
            changes.close();
            signals.close();
            activation.close();
            close(vertx);
            throw e;
        }
        Prober prober = new Prober(vertx, RandomGenerator.getDefault(), result -> {
            probes.probed(result);
            signals.probed(result);
        });
        Cluster cluster = clusterSettings
                .map(settings -> Cluster.start(settings, event -> {
                    signals.heard(event);
                    sharing.heard(event);
                }))
                .orElse(null);
        activation.start(first);
        sharing.start(cluster);
        observatory.watch(listeners, cluster);
        trying.watch(listeners, vertx);
        signals.start(prober, cluster);
        changes.start();
        watcher.watch();
        return Optional.of(new Proxima(
                vertx, watcher, activation, sharing, signals, recorder, changes, listeners, control, prober, cluster));
    }

    private static Listeners listen(
            ServerConfig config,
            EngineSettings settings,
            Vertx vertx,
            Published published,
            @Nullable QuerySamples samples)
            throws ListenException {
        SecureRandom seeds = new SecureRandom();
        List<InetSocketAddress> addresses =
                config.listen().dns().stream().map(Endpoint::socketAddress).toList();
        new WarmUp(published.catalog())
                .run(new QueryEngine(published.reader(), settings, Transport.UDP, seeds.nextLong()));
        return Listeners.start(
                addresses,
                config.listen().xdp(),
                Setup.udp(config.udp()),
                Setup.tcp(config.tcp()),
                vertx,
                () -> new QueryEngine(published.reader(), settings, Transport.UDP, seeds.nextLong(), samples),
                () -> new QueryEngine(published.reader(), settings, Transport.TCP, seeds.nextLong(), samples));
    }

    /** The line that says the replica answers: {@code ready dns=127.0.0.1:5300 control=127.0.0.1:8053 release=3f9c…}. */
    public String readyLine() {
        String dns = listeners.addresses().stream().map(Proxima::text).collect(Collectors.joining(","));
        return "ready dns=" + dns + " control=" + text(control.address()) + " release="
                + Activation.shorter(activation.standing().active().release());
    }

    /** Lets all threads of this process that are in no hurry stand back, for a process that does nothing but serve. */
    void standBack() {
        Background.arrange(activation.thread());
    }

    /** Where it is asked over HTTP. */
    ControlServer control() {
        return control;
    }

    private static String text(InetSocketAddress address) {
        return new Endpoint(address.getAddress(), address.getPort()).toString();
    }

    /** Stops: no new queries, what was received is answered, verdicts are kept, the cluster is left. */
    @Override
    public void close() {
        watcher.close();
        sharing.close();
        activation.close();
        prober.close();
        control.close();
        listeners.close();
        changes.close();
        signals.close();
        recorder.close();
        if (cluster != null) {
            cluster.close();
        }
        close(vertx);
    }

    private static void close(Vertx vertx) {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(3, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            LOG.warn("Vert.x did not close in time", e);
        }
    }
}
