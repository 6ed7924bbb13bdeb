package io.proxima.probe;

import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A probe over a connection of its own, from its opening to its end.
 *
 * <p>It talks over a plain socket rather than through an HTTP client: one timer then covers connecting, TLS and the
 * response, the socket is ours to close at any moment, and nothing is pooled, redirected or retried.
 */
final class SocketAttempt implements Attempt {
    private final Course course;
    private final Talk talk;
    private final @Nullable ClientSSLOptions tls;
    private final @Nullable String host;
    private @Nullable NetSocket socket;

    /** Makes the talk of an attempt. */
    @FunctionalInterface
    interface TalkOf {
        Talk of(Course course);
    }

    /**
     * Starts on the current event loop.
     *
     * @param tls null for none
     * @param host the name that TLS asks for and verifies; null for the address
     */
    SocketAttempt(
            Vertx vertx,
            Clients clients,
            Probe probe,
            @Nullable ClientSSLOptions tls,
            @Nullable String host,
            TalkOf talk,
            Listener listener) {
        this.course = new Course(vertx, probe.check().timeout(), "connecting", listener, this::hangUp);
        this.talk = talk.of(course);
        this.tls = tls;
        this.host = host;
        ConnectOptions options = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(target(probe, host)))
                .setTimeout((int) Math.min(Integer.MAX_VALUE, course.timeoutMillis()));
        clients.sockets(probe).connect(options).onComplete(opened -> {
            if (opened.failed()) {
                Faults.end(course, "cannot connect", opened.cause());
                course.release();
            } else {
                connected(opened.result());
            }
        });
    }

    @Override
    public void abandon() {
        course.abandon();
    }

    private void connected(NetSocket opened) {
        socket = opened;
        opened.closeHandler(nothing -> {
            if (!course.decided()) {
                talk.closed();
            }
            course.release();
        });
        opened.exceptionHandler(
                error -> course.fail("connection broken while " + course.doing() + ": " + Faults.text(error)));
        if (course.decided()) {
            hangUp();
            return;
        }
        if (tls == null) {
            talk(opened);
            return;
        }
        course.doing("in the TLS handshake");
        opened.upgradeToSsl(tls, host).onComplete(secured -> {
            if (secured.failed()) {
                course.fail("TLS: " + Faults.text(secured.cause()));
            } else if (!course.decided()) {
                talk(opened);
            }
        });
    }

    private void talk(NetSocket opened) {
        opened.handler(talk::heard);
        talk.opened(opened);
    }

    private void hangUp() {
        if (socket != null) {
            socket.close();
        }
    }

    /** The address under the check's host name, so that TLS verifies that name; no resolver is asked. */
    static InetSocketAddress target(Probe probe, @Nullable String host) {
        InetAddress address = probe.address();
        try {
            InetAddress named = host == null
                    ? InetAddress.getByAddress(address.getAddress())
                    : InetAddress.getByAddress(host, address.getAddress());
            return new InetSocketAddress(named, probe.check().port());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.getAddress().length + " octets", e);
        }
    }
}
