package io.proxima.server;

import io.proxima.answer.QueryEngine;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The server's ears: UDP and TCP on every address it was given, and the interfaces that bring UDP without the network stack.
 *
 * <p>Every listener thread has an engine of its own, made on that thread. Safe for any thread that is no event loop of
 * the Vert.x it was given.
 */
public final class Listeners implements AutoCloseable {
    private static final int ATTEMPTS_AT_A_FREE_PORT = 5;

    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<UdpListener> udp = new ArrayList<>();
    private final List<TcpListener> tcp = new ArrayList<>();

    private Listeners() {}

    /**
     * Listens to all of {@code addresses}, or to none.
     *
     * @param addresses resolved; port 0 stands for one that is free for UDP and TCP
     * @param interfaces names of those in whose drivers UDP to the addresses is taken; the sockets get what is not
     * @param vertx carries TCP, and UDP where the native listener does not
     * @param udpEngines called once on each UDP thread
     * @param tcpEngines called once on each event loop and address for TCP
     * @throws ListenException naming the first address that cannot be had, and why; nothing stays open
     */
    public static Listeners start(
            List<InetSocketAddress> addresses,
            List<String> interfaces,
            UdpSettings udpSettings,
            TcpSettings tcpSettings,
            Vertx vertx,
            Supplier<QueryEngine> udpEngines,
            Supplier<QueryEngine> tcpEngines)
            throws ListenException {
        Listeners listeners = new Listeners();
        Opening opening = listeners
        .new Opening(
                addresses,
                udpSettings,
                tcpSettings,
                new ConnectionLimits(tcpSettings.maxConnections(), tcpSettings.maxConnectionsPerClient()),
                vertx,
                udpEngines,
                tcpEngines);
        try {
            for (InetSocketAddress address : addresses) {
                opening.listen(address);
            }
            for (String device : interfaces) {
                listeners.udp.addFirst(XdpListener.open(device, listeners.addresses, udpEngines));
            }
        } catch (ListenException e) {
            listeners.close();
            throw e;
        }
        return listeners;
    }

    /** The addresses in the order given, with the ports that were chosen. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** What each listener did so far: interfaces, UDP in the order of the addresses, then TCP. */
    public List<ListenerCounts> counts() {
        return Stream.concat(udp.stream().map(UdpListener::counts), tcp.stream().map(TcpListener::counts))
                .toList();
    }

    /** Stops receiving, answers what was received, and returns when every socket is closed. */
    @Override
    public void close() {
        udp.forEach(UdpListener::close);
        tcp.forEach(TcpListener::close);
    }

    /** What it takes to begin with one address after another. */
    private final class Opening {
        private final List<InetSocketAddress> all;
        private final UdpSettings udpSettings;
        private final TcpSettings tcpSettings;
        private final ConnectionLimits limits;
        private final Vertx vertx;
        private final Supplier<QueryEngine> udpEngines;
        private final Supplier<QueryEngine> tcpEngines;
        private final boolean nativeUdp;

        Opening(
                List<InetSocketAddress> all,
                UdpSettings udpSettings,
                TcpSettings tcpSettings,
                ConnectionLimits limits,
                Vertx vertx,
                Supplier<QueryEngine> udpEngines,
                Supplier<QueryEngine> tcpEngines) {
            this.all = all;
            this.udpSettings = udpSettings;
            this.tcpSettings = tcpSettings;
            this.limits = limits;
            this.vertx = vertx;
            this.udpEngines = udpEngines;
            this.tcpEngines = tcpEngines;
            nativeUdp = udpSettings.engine() == UdpSettings.Engine.NATIVE
                    || (udpSettings.engine() == UdpSettings.Engine.AUTO && NativeUdpListener.supported());
        }

        void listen(InetSocketAddress address) throws ListenException {
            if (address.isUnresolved()) {
                throw new ListenException(address, Transport.UDP, "not an address (write one, not a name)");
            }
            if (nativeUdp && !NativeUdpListener.supported()) {
                throw new ListenException(
                        address,
                        Transport.UDP,
                        "the native engine needs Linux on x86_64 or aarch64 (write engine: auto)");
            }
            if (address.getPort() != 0) {
                listenTo(address);
                return;
            }
            for (int attempt = 1; ; attempt++) {
                try {
                    listenTo(FreePort.on(address));
                    return;
                } catch (ListenException e) {
                    if (attempt == ATTEMPTS_AT_A_FREE_PORT) {
                        throw e;
                    }
                }
            }
        }

        private void listenTo(InetSocketAddress address) throws ListenException {
            boolean covered = Addresses.coveredByDualStack(address, all);
            TcpListener stream = covered ? null : TcpListener.open(address, vertx, tcpSettings, limits, tcpEngines);
            try {
                if (nativeUdp) {
                    udp.add(NativeUdpListener.open(address, udpSettings.effectiveThreads(), udpEngines));
                } else if (!covered) {
                    udp.add(VertxUdpListener.open(address, udpSettings.effectiveThreads(), vertx, udpEngines));
                }
            } catch (ListenException e) {
                if (stream != null) {
                    stream.close();
                }
                throw e;
            }
            if (stream != null) {
                tcp.add(stream);
            }
            addresses.add(address);
        }
    }
}
