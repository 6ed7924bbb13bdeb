package io.proxima;

import com.sun.management.UnixOperatingSystemMXBean;
import io.proxima.answer.DebugQueries;
import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.cluster.ClusterSettings;
import io.proxima.config.Endpoint;
import io.proxima.config.ServerConfig;
import io.proxima.control.Explainer;
import io.proxima.control.LiveExplainer;
import io.proxima.health.Replica;
import io.proxima.server.TcpSettings;
import io.proxima.server.UdpSettings;
import io.proxima.wire.ServerCookies;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the rooms go by, made out of a configuration. */
final class Setup {
    private static final Logger LOG = LoggerFactory.getLogger(Setup.class);
    /** What probes, control and files need; a listener that finds none left could not even refuse. */
    private static final int FILES_BESIDE_CONNECTIONS = 512;

    private Setup() {}

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
                (int) (config.tcp().idle().toMillis() / 100));
    }

    /** The settings with debug queries answered, where a configuration lists who may ask. */
    static EngineSettings debugging(ServerConfig config, EngineSettings settings, Catalog first) {
        if (config.debug().explainFrom().isEmpty()) {
            return settings;
        }
        LiveExplainer explainer = new LiveExplainer(new Explainer(settings), System::currentTimeMillis);
        explainer.warm(first);
        return settings.with(new DebugQueries(config.debug().explainFrom(), System::nanoTime, explainer));
    }

    static @Nullable SecretKey clusterKey(ServerConfig config) throws IOException {
        ServerConfig.Cluster cluster = config.cluster();
        return cluster == null ? null : ClusterSettings.key(Files.readAllBytes(cluster.keyFile()));
    }

    static Optional<ClusterSettings> clusterSettings(
            ServerConfig config, Replica self, long epoch, @Nullable SecretKey key) {
        return Optional.ofNullable(config.cluster())
                .map(cluster -> new ClusterSettings(
                        self,
                        epoch,
                        cluster.bind().socketAddress(),
                        cluster.members().stream().map(Endpoint::socketAddress).toList(),
                        key));
    }

    /** How TCP is served. */
    static TcpSettings tcp(ServerConfig.Tcp tcp) {
        int connections = tcp.connections();
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long room = Math.max(1, system.getMaxFileDescriptorCount() - FILES_BESIDE_CONNECTIONS);
            if (connections > room) {
                LOG.warn(
                        "{} TCP connections instead of {}, since this process may open {} files (ulimit -n, LimitNOFILE)",
                        room,
                        connections,
                        system.getMaxFileDescriptorCount());
                connections = (int) room;
            }
        }
        return new TcpSettings(tcp.idle(), connections, tcp.perClient(), TcpSettings.DEFAULT.threads());
    }

    /** How UDP is served. */
    static UdpSettings udp(ServerConfig.Udp udp) {
        return new UdpSettings(
                switch (udp.engine()) {
                    case AUTO -> UdpSettings.Engine.AUTO;
                    case NATIVE -> UdpSettings.Engine.NATIVE;
                    case VERTX -> UdpSettings.Engine.VERTX;
                },
                udp.threads().orElse(UdpSettings.AUTO_THREADS));
    }
}
