package io.proxima;

import io.proxima.answer.DebugQueries;
import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.Published;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.cluster.Cluster;
import io.proxima.cluster.ClusterSettings;
import io.proxima.config.Endpoint;
import io.proxima.config.ServerConfig;
import io.proxima.control.ControlException;
import io.proxima.control.ControlServer;
import io.proxima.control.Explainer;
import io.proxima.control.HealthReadings;
import io.proxima.control.LiveExplainer;
import io.proxima.control.OverrideDesk;
import io.proxima.control.ProbeReadings;
import io.proxima.control.PushDesk;
import io.proxima.health.Detections;
import io.proxima.health.HealthBook;
import io.proxima.health.Overrides;
import io.proxima.health.Replica;
import io.proxima.probe.Prober;
import io.proxima.server.ListenException;
import io.proxima.server.Listeners;
import io.proxima.server.TcpSettings;
import io.proxima.server.UdpSettings;
import io.proxima.source.Findings;
import io.proxima.store.Journal;
import io.proxima.store.JournalReader;
import io.proxima.wire.ServerCookies;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
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
            Signals signals,
            Recorder recorder,
            OverrideChanges changes,
            Listeners listeners,
            ControlServer control,
            Prober prober,
            @Nullable Cluster cluster) {
        this.vertx = vertx;
        this.watcher = watcher;
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
     * @throws ControlException if the control address cannot be listened on
     * @throws IOException if the cluster's key cannot be read
     */
    public static Optional<Proxima> start(ServerConfig config, Findings findings) throws IOException {
        ReleaseWatcher watcher = new ReleaseWatcher(new ReleaseReader(filesOf(config)));
        Optional<Catalog> first = watcher.first(findings);
        if (first.isEmpty()) {
            watcher.close();
            return Optional.empty();
        }
        Replica self = new Replica(config.node(), config.site());
        SecretKey clusterKey = clusterKey(config);
        ServerCookies cookies = CookieSecrets.cookies(config.cookies(), clusterKey, findings);
        if (findings.hasErrors()) {
            watcher.close();
            return Optional.empty();
        }
        StateFolder state = new StateFolder(config.state());
        long epoch = state.nextEpoch(System.currentTimeMillis());
        Optional<ClusterSettings> clusterSettings = clusterSettings(config, self, epoch, clusterKey);
        int replicas =
                clusterSettings.map(settings -> settings.members().size()).orElse(1);
        HealthBook book = new HealthBook(self, epoch, replicas, VOTES_FRESH_FOR);
        book.restore(state.verdicts());
        OverrideFile overrideFile = new OverrideFile(config.state());
        Overrides overrides = new Overrides(config.node());
        overrides.restore(overrideFile.read());
        Published published = new Published(first.get());
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
        Observatory observatory = new Observatory(
                new Observatory.Life(self, epoch, System.currentTimeMillis(), replicas),
                signals,
                published,
                book,
                detections,
                health,
                watcher::loads);
        OverrideChanges changes = new OverrideChanges(signals, published, book, overrides, overrideFile);
        OverrideDesk overrideDesk = new OverrideDesk(changes::list, changes::change, InstantSource.system());

        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        Listeners listeners;
        ControlServer control;
        try {
            List<ControlServer.Desk> desks =
                    new ArrayList<>(observatory.desks(new JournalReader(Journal.in(config.state()))));
            desks.add(overrideDesk);
            desks.add(new PushDesk(() -> published.catalog().checks(), signals::pushed));
            control = ControlServer.start(vertx, config.listen().control().socketAddress(), desks);
            listeners =
                    listen(config, debugging(config, engineSettings(config, cookies), first.get()), vertx, published);
        } catch (ControlException | ListenException e) {
            changes.close();
            signals.close();
            watcher.close();
            close(vertx);
            throw e;
        }
        Prober prober = new Prober(vertx, RandomGenerator.getDefault(), result -> {
            probes.probed(result);
            signals.probed(result);
        });
        Cluster cluster = clusterSettings
                .map(settings -> Cluster.start(settings, signals::heard))
                .orElse(null);
        Optional.ofNullable(watcher.contents()).ifPresent(served -> recorder.started(served, signals));
        observatory.watch(listeners, cluster);
        signals.start(prober, cluster);
        changes.start();
        watcher.watch(signals, recorder);
        return Optional.of(
                new Proxima(vertx, watcher, signals, recorder, changes, listeners, control, prober, cluster));
    }

    /** Where a configuration's release is read from. */
    static ReleaseFiles filesOf(ServerConfig config) {
        return new ReleaseFiles(
                config.zones(),
                config.geo().databases(),
                config.geo().lines(),
                config.geo().home(),
                config.state());
    }

    /** What a configuration's engines go by. */
    static EngineSettings engineSettings(ServerConfig config, @Nullable ServerCookies cookies) {
        ServerConfig.Identity identity = config.identity();
        return new EngineSettings(
                config.ecs().acceptFrom(),
                new EngineSettings.Access(
                        config.access().allow(), config.access().refuse()),
                new Identity(identity.nsid(), identity.version(), identity.id()),
                cookies,
                (int) (TcpSettings.DEFAULT.idleTimeout().toMillis() / 100));
    }

    /** The settings with debug queries answered, where a configuration lists who may ask. */
    private static EngineSettings debugging(ServerConfig config, EngineSettings settings, Catalog first) {
        if (config.debug().explainFrom().isEmpty()) {
            return settings;
        }
        LiveExplainer explainer = new LiveExplainer(new Explainer(settings), System::currentTimeMillis);
        explainer.warm(first);
        return settings.with(new DebugQueries(config.debug().explainFrom(), System::nanoTime, explainer));
    }

    private static Listeners listen(ServerConfig config, EngineSettings settings, Vertx vertx, Published published)
            throws ListenException {
        SecureRandom seeds = new SecureRandom();
        List<InetSocketAddress> addresses =
                config.listen().dns().stream().map(Endpoint::socketAddress).toList();
        UdpSettings udp = new UdpSettings(
                switch (config.udp().engine()) {
                    case AUTO -> UdpSettings.Engine.AUTO;
                    case NATIVE -> UdpSettings.Engine.NATIVE;
                    case VERTX -> UdpSettings.Engine.VERTX;
                },
                config.udp().threads().orElse(UdpSettings.AUTO_THREADS));
        new WarmUp(published.catalog())
                .run(new QueryEngine(published.reader(), settings, Transport.UDP, seeds.nextLong()));
        return Listeners.start(
                addresses,
                udp,
                TcpSettings.DEFAULT,
                vertx,
                () -> new QueryEngine(published.reader(), settings, Transport.UDP, seeds.nextLong()),
                () -> new QueryEngine(published.reader(), settings, Transport.TCP, seeds.nextLong()));
    }

    private static @Nullable SecretKey clusterKey(ServerConfig config) throws IOException {
        ServerConfig.Cluster cluster = config.cluster();
        return cluster == null ? null : ClusterSettings.key(Files.readAllBytes(cluster.keyFile()));
    }

    private static Optional<ClusterSettings> clusterSettings(
            ServerConfig config, Replica self, long epoch, @Nullable SecretKey key) {
        return Optional.ofNullable(config.cluster())
                .map(cluster -> new ClusterSettings(
                        self,
                        epoch,
                        cluster.bind().socketAddress(),
                        cluster.members().stream().map(Endpoint::socketAddress).toList(),
                        key));
    }

    /** The line that says the replica answers: {@code ready dns=127.0.0.1:5300 control=127.0.0.1:8053 release=3f9c…}. */
    public String readyLine() {
        String dns = listeners.addresses().stream().map(Proxima::text).collect(Collectors.joining(","));
        return "ready dns=" + dns + " control=" + text(control.address()) + " release="
                + ReleaseWatcher.shorter(watcher.release());
    }

    private static String text(InetSocketAddress address) {
        return new Endpoint(address.getAddress(), address.getPort()).toString();
    }

    /** Stops: no new queries, what was received is answered, verdicts are kept, the cluster is left. */
    @Override
    public void close() {
        watcher.close();
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
