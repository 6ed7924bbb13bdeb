package io.proxima.server;

import io.proxima.answer.QueryEngine;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * TCP on one address (RFC 7766) over Vert.x's NetServer: several event loops share the port, each with its engine.
 *
 * <p>Connections beyond a limit are closed at once.
 */
final class TcpListener {
    private static final int BACKLOG = 1024;

    private final InetSocketAddress address;
    private final Vertx vertx;
    private final TcpSettings settings;
    private final ConnectionLimits limits;
    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    private @Nullable String deployment;

    private TcpListener(InetSocketAddress address, Vertx vertx, TcpSettings settings, ConnectionLimits limits) {
        this.address = address;
        this.vertx = vertx;
        this.settings = settings;
        this.limits = limits;
    }

    /**
     * Listens with the settings' event loops, each with an engine made on it.
     *
     * @param limits shared by the listeners of all addresses
     * @throws ListenException if the address cannot be had; nothing stays open
     */
    static TcpListener open(
            InetSocketAddress address,
            Vertx vertx,
            TcpSettings settings,
            ConnectionLimits limits,
            Supplier<QueryEngine> engines)
            throws ListenException {
        TcpListener listener = new TcpListener(address, vertx, settings, limits);
        listener.deployment = Deployments.begun(
                vertx.deployVerticle(
                        () -> listener.new Loop(engines), new DeploymentOptions().setInstances(settings.threads())),
                address,
                Transport.TCP);
        return listener;
    }

    InetSocketAddress address() {
        return address;
    }

    /** What it did so far; from any thread. */
    ListenerCounts counts() {
        return Tally.sum(Transport.TCP, address, tallies);
    }

    /** Stops accepting, closes the connections, and returns when all is closed. */
    synchronized void close() {
        String running = deployment;
        deployment = null;
        if (running != null) {
            Deployments.ended(vertx.undeploy(running));
        }
    }

    /** One event loop's connections, engine and memory. */
    private final class Loop extends VerticleBase {
        private final Supplier<QueryEngine> engines;
        private final Tally tally = new Tally();
        private final Set<TcpConnection> connections = new LinkedHashSet<>();
        private @Nullable NetServer server;
        private @Nullable Answering answering;

        Loop(Supplier<QueryEngine> engines) {
            this.engines = engines;
        }

        @Override
        public Future<?> start() {
            tallies.add(tally);
            Answering opening = new Answering(engines.get(), tally);
            answering = opening;
            TcpAnswers answers = new TcpAnswers(opening);
            NetServer opened = vertx.createNetServer(new NetServerOptions().setAcceptBacklog(BACKLOG));
            server = opened;
            vertx.setPeriodic(Math.max(5, settings.idleTimeout().toMillis() / 8), ignored -> closeIdle());
            return opened.connectHandler(socket -> accept(socket, answers))
                    .listen(address.getPort(), address.getAddress().getHostAddress());
        }

        @Override
        public Future<?> stop() {
            if (answering != null) {
                answering.close();
            }
            return server == null ? Future.succeededFuture() : Deployments.released(vertx, server.close());
        }

        private void accept(NetSocket socket, TcpAnswers answers) {
            InetAddress client = InetAddress.ofLiteral(socket.remoteAddress().hostAddress());
            if (!limits.admit(client)) {
                tally.refused();
                socket.close();
                return;
            }
            TcpConnection connection = new TcpConnection(socket, client, answers, System.nanoTime());
            connections.add(connection);
            tally.opened();
            socket.closeHandler(ignored -> {
                connections.remove(connection);
                tally.closed();
                limits.release(client);
            });
            // A reset is the client's affair; closing follows.
            socket.exceptionHandler(ignored -> {});
            connection.open();
        }

        private void closeIdle() {
            long now = System.nanoTime();
            long idleNanos = settings.idleTimeout().toNanos();
            connections.stream()
                    .filter(connection -> connection.idle(now, idleNanos))
                    .toList()
                    .forEach(TcpConnection::cut);
        }
    }
}
