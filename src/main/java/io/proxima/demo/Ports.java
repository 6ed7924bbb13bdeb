package io.proxima.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Listening, with errors that name the address. */
final class Ports {
    private static final int BACKLOG = 64;

    private Ports() {}

    /** An HTTP server that listens and does not answer yet. */
    static HttpServer http(InetSocketAddress address) throws PortException {
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new PortException(address, e);
        }
    }

    /** Refuses an address on which UDP or TCP is taken; better said before a process is started than by each of them. */
    static void requireFree(InetSocketAddress address) throws PortException {
        try (var _ = new DatagramSocket(address);
                var tcp = new ServerSocket()) {
            tcp.bind(address);
        } catch (IOException e) {
            throw new PortException(address, e);
        }
    }
}
