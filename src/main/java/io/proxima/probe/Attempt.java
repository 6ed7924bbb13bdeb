package io.proxima.probe;

import io.proxima.policy.Check;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * One probe from its connection to its end, on one event loop.
 *
 * <p>It writes its own request over a plain socket rather than use an HTTP client: one timer then covers connecting, TLS
 * and the response head, the socket is ours to close at any moment, and nothing is pooled, redirected or retried.
 */
final class Attempt {
    /** So much of a body is taken before hanging up, and for so long, lest the server logs a reset for every probe. */
    private static final int DRAIN_OCTETS = 4096;

    private static final long DRAIN_MILLIS = 250;

    private final Vertx vertx;
    private final Probe probe;
    private final Listener listener;
    private final long startedNanos = System.nanoTime();
    private final long timer;
    private final ResponseHead head = new ResponseHead();
    private String doing = "connecting";
    private boolean decided;
    private boolean released;
    private int drained;
    private long drainTimer = -1;
    private @Nullable NetSocket socket;

    /** Who waits for an attempt; called on its event loop. */
    interface Listener {
        /** The result is known; at most once, and never after {@link Attempt#abandon}. */
        void decided(boolean success, String reason, long latencyNanos);

        /** The socket is closed, or was never opened; exactly once, after {@link #decided} if that is called. */
        void released();
    }

    private Attempt(Vertx vertx, Probe probe, Listener listener) {
        this.vertx = vertx;
        this.probe = probe;
        this.listener = listener;
        this.timer = vertx.setTimer(timeoutMillis(), id -> fail("timed out after " + timeoutMillis() + " ms " + doing));
    }

    /** Starts a probe on the current event loop. {@code tls} is used for HTTPS only. */
    static Attempt start(Vertx vertx, NetClient client, ClientSSLOptions tls, Probe probe, Listener listener) {
        Attempt attempt = new Attempt(vertx, probe, listener);
        ConnectOptions options = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(attempt.target()))
                .setTimeout((int) Math.min(Integer.MAX_VALUE, attempt.timeoutMillis()));
        client.connect(options).onComplete(opened -> {
            NetSocket socket = opened.result();
            if (opened.failed()) {
                attempt.fail(attempt.connectFailure(opened.cause()));
                attempt.release();
            } else {
                attempt.connected(socket, tls);
            }
        });
        return attempt;
    }

    /** Gives up without a result. */
    void abandon() {
        if (!decided) {
            decided = true;
            vertx.cancelTimer(timer);
        }
        hangUp();
    }

    private void connected(NetSocket opened, ClientSSLOptions tls) {
        socket = opened;
        opened.closeHandler(nothing -> {
            fail("connection closed while " + doing);
            release();
        });
        opened.exceptionHandler(error -> fail("connection broken while " + doing + ": " + text(error)));
        if (decided) {
            hangUp();
            return;
        }
        switch (probe.check().kind()) {
            case TCP -> {
                decide(true, "connected");
                hangUp();
            }
            case HTTP -> ask(opened);
            case HTTPS -> {
                doing = "in the TLS handshake";
                opened.upgradeToSsl(tls, probe.check().host()).onComplete(secured -> {
                    if (secured.failed()) {
                        fail("TLS: " + text(secured.cause()));
                    } else if (!decided) {
                        ask(opened);
                    }
                });
            }
        }
    }

    private void ask(NetSocket open) {
        doing = "waiting for the response";
        open.handler(this::received);
        open.write(Request.of(probe));
    }

    private void received(Buffer octets) {
        if (decided) {
            drained += octets.length();
            if (drained > DRAIN_OCTETS) {
                hangUp();
            }
            return;
        }
        doing = "reading the response head";
        int status = head.feed(octets);
        if (status == ResponseHead.MALFORMED) {
            fail("not an HTTP/1 response");
        } else if (status != ResponseHead.INCOMPLETE) {
            boolean expected = probe.check().expect().contains(status);
            decide(expected, "status " + status + (expected ? "" : ", expected " + expectations()));
            drainTimer = vertx.setTimer(DRAIN_MILLIS, id -> hangUp());
        }
    }

    private String expectations() {
        StringBuilder codes = new StringBuilder();
        probe.check()
                .expect()
                .forEach(code -> codes.append(codes.isEmpty() ? "" : " or ").append(code));
        return codes.toString();
    }

    private void fail(String reason) {
        if (!decided) {
            decide(false, reason);
            hangUp();
        }
    }

    private void decide(boolean success, String reason) {
        decided = true;
        vertx.cancelTimer(timer);
        listener.decided(success, reason, System.nanoTime() - startedNanos);
    }

    private void hangUp() {
        if (socket != null) {
            socket.close();
        }
    }

    private void release() {
        if (!released) {
            released = true;
            vertx.cancelTimer(drainTimer);
            listener.released();
        }
    }

    private long timeoutMillis() {
        return Math.max(1, probe.check().timeout().toMillis());
    }

    /** The address under the check's host name, so that TLS verifies that name; no resolver is asked. */
    private InetSocketAddress target() {
        Check check = probe.check();
        InetAddress address = probe.address();
        try {
            InetAddress named = check.host() == null
                    ? InetAddress.getByAddress(address.getAddress())
                    : InetAddress.getByAddress(check.host(), address.getAddress());
            return new InetSocketAddress(named, check.port());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.getAddress().length + " octets", e);
        }
    }

    private String connectFailure(Throwable cause) {
        String message = text(cause);
        if (message.contains("refused")) {
            return "connection refused";
        }
        return cause instanceof ConnectException && message.contains("timed out")
                ? "timed out after " + timeoutMillis() + " ms connecting"
                : "cannot connect: " + message;
    }

    private static String text(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
