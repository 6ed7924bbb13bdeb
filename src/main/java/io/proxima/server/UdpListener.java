package io.proxima.server;

import java.net.InetSocketAddress;

/** UDP on one address, or of one interface; ways to do it that behave alike. */
sealed interface UdpListener permits NativeUdpListener, VertxUdpListener, XdpListener {
    /** Where it listens. */
    InetSocketAddress address();

    /** What it did so far; from any thread. */
    ListenerCounts counts();

    /** Stops receiving, answers what was received, and returns when the sockets are closed. */
    void close();
}
