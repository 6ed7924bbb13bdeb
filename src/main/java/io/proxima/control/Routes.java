package io.proxima.control;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Where desks put what they answer. Each route says what a caller must be allowed; the gate is asked before a body is read.
 */
public final class Routes {
    /** The most octets of a body, where a route does not say otherwise. */
    public static final int BODY_OCTETS = 1 << 20;

    private static final String BOUND = Routes.class.getName() + ".bound";
    private static final String READING = Routes.class.getName() + ".reading";

    private final Router router;
    private final Gate gate;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * One route.
     *
     * @param path as Vert.x has it, {@code /v1/push/:zone}
     */
    public record Entry(String method, String path, Role role) {}

    Routes(Router router, Gate gate) {
        this.router = router;
        this.gate = gate;
    }

    /** Every route so far, in the order they were put here. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** A question without a body. */
    public void get(String path, Role role, Handler<RoutingContext> handler) {
        add(HttpMethod.GET, path, role, 0, handler);
    }

    /** A question or an order with a body of at most {@value #BODY_OCTETS} octets. */
    public void post(String path, Role role, Handler<RoutingContext> handler) {
        add(HttpMethod.POST, path, role, BODY_OCTETS, handler);
    }

    /** What puts a thing in place of another. */
    public void put(String path, Role role, Handler<RoutingContext> handler) {
        add(HttpMethod.PUT, path, role, BODY_OCTETS, handler);
    }

    /** What changes parts of a thing. */
    public void patch(String path, Role role, Handler<RoutingContext> handler) {
        add(HttpMethod.PATCH, path, role, BODY_OCTETS, handler);
    }

    /** What takes a thing away. */
    public void delete(String path, Role role, Handler<RoutingContext> handler) {
        add(HttpMethod.DELETE, path, role, BODY_OCTETS, handler);
    }

    /** Any of these, with a bound on the body of its own. */
    public void add(HttpMethod method, String path, Role role, int bodyOctets, Handler<RoutingContext> handler) {
        entries.add(new Entry(method.name(), path, role));
        router.route(method, path)
                .handler((SecurityPolicyHandler)
                        context -> { // a handler that may stand before that of bodies
                            context.put(BOUND, bodyOctets);
                            gate.admit(context, role).enter(context);
                            if (role != Role.OPEN) {
                                Browsers.requireJson(context.request());
                            }
                            context.put(READING, true);
                            context.next();
                        })
                .handler(BodyHandler.create(false).setBodyLimit(bodyOctets))
                .handler(context -> {
                    context.put(READING, false);
                    context.next();
                })
                .handler(handler);
    }

    /** The most octets that the body of a request may have. */
    static int bound(RoutingContext context) {
        Integer bound = context.get(BOUND);
        return bound == null ? 0 : bound;
    }

    /** Whether the body of a request is being read: what goes wrong then is the client's doing. */
    static boolean isReading(RoutingContext context) {
        return Boolean.TRUE.equals(context.get(READING));
    }

    /** Answers with a document once it is there, else with what went wrong. */
    public static void answer(RoutingContext context, CompletableFuture<?> said) {
        answer(context, Future.fromCompletionStage(said, context.vertx().getOrCreateContext()));
    }

    /** Answers with what is found on a thread that may wait. */
    public static void blocking(RoutingContext context, Callable<?> question) {
        answer(context, context.vertx().executeBlocking(question, false));
    }

    private static void answer(RoutingContext context, Future<?> said) {
        said.onSuccess(found -> context.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "no-store")
                        .end(Json.of(found)))
                .onFailure(failure -> context.fail(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure));
    }
}
