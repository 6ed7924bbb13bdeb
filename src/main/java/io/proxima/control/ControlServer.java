package io.proxima.control;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server that operators and programs ask (RFC 9110). Each desk puts its own routes on it.
 *
 * <p>Whatever goes wrong with a request is said as {@code application/problem+json} (RFC 9457). Bodies are bounded. Handlers
 * run on one event loop and must not block.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int WAIT_SECONDS = 10;

    private final HttpServer server;
    private final InetSocketAddress address;
    private final List<Routes.Entry> routes;

    private ControlServer(HttpServer server, InetSocketAddress address, List<Routes.Entry> routes) {
        this.server = server;
        this.address = address;
        this.routes = routes;
    }

    /** One matter that is asked about over HTTP. */
    @FunctionalInterface
    public interface Desk {
        /** Puts its routes there; a handler may throw {@link ProblemException}. */
        void open(Routes routes);
    }

    /**
     * Listens, and returns when it does.
     *
     * @param address port 0 for any free one
     * @param gate asked of every request
     * @throws ControlException if the address cannot be listened on
     */
    public static ControlServer start(Vertx vertx, InetSocketAddress address, Gate gate, List<Desk> desks)
            throws ControlException {
        return start(vertx, address, gate, null, desks);
    }

    /**
     * As {@link #start(Vertx, InetSocketAddress, Gate, List)}.
     *
     * @param tls null for HTTP in clear
     */
    public static ControlServer start(
            Vertx vertx, InetSocketAddress address, Gate gate, @Nullable ServerTls tls, List<Desk> desks)
            throws ControlException {
        return start(vertx, address, gate, tls, desks, Connections.Limits.DEFAULT);
    }

    static ControlServer start(
            Vertx vertx,
            InetSocketAddress address,
            Gate gate,
            @Nullable ServerTls tls,
            List<Desk> desks,
            Connections.Limits limits)
            throws ControlException {
        Router router = Router.router(vertx);
        router.route().handler(new Browsers(gate.isOpen()));
        Routes routes = new Routes(router, gate);
        desks.forEach(desk -> desk.open(routes));
        router.route().failureHandler(ControlServer::fail);
        router.errorHandler(404, ControlServer::fail);
        router.errorHandler(405, ControlServer::fail);
        Connections connections = new Connections(limits);
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setIdleTimeout(60)
                .setTcpUserTimeout(60_000) // a client that is gone acknowledges nothing
                .setMaxHeaderSize(16_384)
                .setMaxInitialLineLength(8_192);
        if (tls != null) {
            tls.configure(options);
        }
        HttpServer server = vertx.createHttpServer(options)
                .connectionHandler(connections::opened)
                .requestHandler(request -> {
                    connections.asked(request);
                    router.handle(request);
                });
        connections.watch(vertx);
        try {
            server.listen(SocketAddress.inetSocketAddress(address))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted before the control address was listened on", e);
        } catch (ExecutionException e) {
            String why = e.getCause() == null
                    ? e.toString()
                    : String.valueOf(e.getCause().getMessage());
            throw new ControlException(
                    "cannot listen for control on " + text(address) + ": " + why + " (set listen.control)", e);
        } catch (TimeoutException e) {
            throw new ControlException("cannot listen for control on " + text(address) + " in time", e);
        }
        if (tls != null) {
            tls.watch(vertx, server);
        }
        return new ControlServer(
                server, new InetSocketAddress(address.getAddress(), server.actualPort()), routes.entries());
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** What it is asked. */
    public List<Routes.Entry> routes() {
        return routes;
    }

    @Override
    public void close() {
        var _ = server.close();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }

    private static void fail(RoutingContext context) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        Problem problem = problem(context);
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", "application/problem+json")
                .end(Json.of(problem));
    }

    private static Problem problem(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        String path = context.normalizedPath();
        int status = context.statusCode();
        return switch (status) {
            case 404 -> Problem.notFound("nothing is at " + path);
            case 405 ->
                new Problem(
                        405,
                        "Method not allowed",
                        path + " is not asked by " + context.request().method(),
                        "");
            case 413 ->
                new Problem(413, "Too large", "a body here has at most " + Routes.bound(context) + " octets", "");
            default -> {
                if (status >= 400 && status < 500) {
                    yield new Problem(status, "Bad request", "the request to " + path + " is none", "");
                }
                if (Routes.isReading(context)) {
                    LOG.debug("{} {} has no body", context.request().method(), path, failure);
                    yield Problem.badRequest("the request's body is none", "");
                }
                LOG.error("{} {} could not be answered", context.request().method(), path, failure);
                yield new Problem(500, "Internal error", "the server's log says more", "");
            }
        };
    }
}
