package io.proxima.server;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds a port that nobody has, for UDP and TCP alike: for addresses that are given with port 0. */
final class FreePort {
    private static final int ATTEMPTS = 50;

    private FreePort() {}

    /** The address with a port; another process may still take it before it is used. */
    static InetSocketAddress on(InetSocketAddress address) throws ListenException {
        IOException last = new IOException("no attempt");
        for (int i = 0; i < ATTEMPTS; i++) {
            try (ServerSocket tcp = new ServerSocket();
                    DatagramSocket udp = new DatagramSocket(null)) {
                tcp.bind(new InetSocketAddress(address.getAddress(), 0));
                InetSocketAddress chosen = new InetSocketAddress(address.getAddress(), tcp.getLocalPort());
                udp.setReuseAddress(false);
                udp.bind(chosen);
                return chosen;
            } catch (IOException e) {
                last = e;
            }
        }
        throw ListenException.of(address, Transport.TCP, last);
    }
}
