package io.proxima.control;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a control server: how many there are at most, and how long a client may take to say what it wants. One
 * that sends an octet now and then is cut off like one that sends none. Used by one event loop.
 */
final class Connections {
    private static final long SWEEP_MILLIS = 500;

    private final Limits limits;
    private final Map<HttpConnection, State> open = new HashMap<>();
    private final Map<String, Integer> byAddress = new HashMap<>();

    /**
     * What a client may do.
     *
     * @param all connections at most
     * @param ofOne connections of one address at most
     * @param head from the beginning of a connection to the end of the first request's head
     * @param body from there to the end of its body
     * @param idle from one answer to the end of the next request's head
     */
    record Limits(int all, int ofOne, Duration head, Duration body, Duration idle) {
        static final Limits DEFAULT =
                new Limits(2_048, 1_024, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));
    }

    /** What a connection waits for since when; looked at by each sweep. */
    private static final class State {
        private final String address;
        private final Limits limits;
        private long sinceNanos;
        private boolean answered;
        private @Nullable HttpServerRequest request;

        State(String address, Limits limits, long nowNanos) {
            this.address = address;
            this.limits = limits;
            this.sinceNanos = nowNanos;
        }

        void asked(HttpServerRequest request, long nowNanos) {
            this.request = request;
            answered = false;
            sinceNanos = nowNanos;
        }

        /** Whether the client took too long; an answer takes what it takes. */
        boolean isOver(long nowNanos) {
            HttpServerRequest last = request;
            if (last == null) {
                return nowNanos - sinceNanos > limits.head().toNanos();
            }
            if (!last.isEnded()) {
                return nowNanos - sinceNanos > limits.body().toNanos();
            }
            if (!last.response().ended()) {
                return false;
            }
            if (!answered) {
                answered = true;
                sinceNanos = nowNanos;
            }
            return nowNanos - sinceNanos > limits.idle().toNanos();
        }
    }

    Connections(Limits limits) {
        this.limits = limits;
    }

    /** Closes what takes too long, until Vert.x is closed. */
    void watch(Vertx vertx) {
        vertx.setPeriodic(SWEEP_MILLIS, _ -> sweep(System.nanoTime()));
    }

    /** Takes a connection, or closes it where there are too many. */
    void opened(HttpConnection connection) {
        String address = connection.remoteAddress().hostAddress();
        if (open.size() >= limits.all() || byAddress.getOrDefault(address, 0) >= limits.ofOne()) {
            var _ = connection.close();
            return;
        }
        open.put(connection, new State(address, limits, System.nanoTime()));
        byAddress.merge(address, 1, Integer::sum);
        connection.closeHandler(_ -> closed(connection));
    }

    /** Takes that a request's head is there. */
    void asked(HttpServerRequest request) {
        State state = open.get(request.connection());
        if (state != null) {
            state.asked(request, System.nanoTime());
        }
    }

    private void closed(HttpConnection connection) {
        State state = open.remove(connection);
        if (state != null) {
            byAddress.computeIfPresent(state.address, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    private void sweep(long nowNanos) {
        open.entrySet().stream()
                .filter(entry -> entry.getValue().isOver(nowNanos))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(connection -> {
                    var _ = connection.close();
                });
    }
}
