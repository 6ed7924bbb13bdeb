package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.proxima.answer.QueryEngine;
import io.proxima.net.ClientAddress;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * UDP over Vert.x's DatagramSocket, for machines without the native listener.
 *
 * <p>Each event loop has a socket and an engine; messages are copied into and out of the engine's memory. With Vert.x's
 * native transport the sockets share the port, without it there is one. Vert.x tells nothing of the address that a
 * datagram was sent to: on a machine of several addresses, listen to each by name rather than to a wildcard.
 */
final class VertxUdpListener implements UdpListener {
    /** Netty reads at most this much of a datagram and cuts the rest off unsaid: so this long is too long. */
    private static final int TRUNCATED_OCTETS = 2048;

    private static final int SOCKET_BUFFER_OCTETS = 2 << 20;

    private final InetSocketAddress address;
    private final Vertx vertx;
    private final List<Tally> tallies = new CopyOnWriteArrayList<>();
    private @Nullable String deployment;

    private VertxUdpListener(InetSocketAddress address, Vertx vertx) {
        this.address = address;
        this.vertx = vertx;
    }

    /**
     * Listens with up to {@code count} event loops, each with an engine made on it.
     *
     * @throws ListenException if the address cannot be had; nothing stays open
     */
    static VertxUdpListener open(InetSocketAddress address, int count, Vertx vertx, Supplier<QueryEngine> engines)
            throws ListenException {
        VertxUdpListener listener = new VertxUdpListener(address, vertx);
        int sockets = vertx.isNativeTransportEnabled() ? count : 1;
        if (sockets > 1) {
            refuseToShare(address);
        }
        listener.deployment = Deployments.begun(
                vertx.deployVerticle(
                        () -> listener.new Loop(engines, sockets > 1), new DeploymentOptions().setInstances(sockets)),
                address,
                Transport.UDP);
        return listener;
    }

    /** Sockets that share a port would share it with another server's: so look first, with one that does not. */
    private static void refuseToShare(InetSocketAddress address) throws ListenException {
        try (java.net.DatagramSocket alone = new java.net.DatagramSocket(null)) {
            alone.setReuseAddress(false);
            alone.bind(address);
        } catch (IOException e) {
            throw ListenException.of(address, Transport.UDP, e);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public ListenerCounts counts() {
        return Tally.sum(Transport.UDP, address, tallies);
    }

    @Override
    public synchronized void close() {
        String running = deployment;
        deployment = null;
        if (running != null) {
            Deployments.ended(vertx.undeploy(running));
        }
    }

    /** One event loop's socket, engine and memory. */
    private final class Loop extends VerticleBase {
        private final Supplier<QueryEngine> engines;
        private final boolean share;
        private @Nullable DatagramSocket socket;
        private @Nullable Answering answering;

        Loop(Supplier<QueryEngine> engines, boolean share) {
            this.engines = engines;
            this.share = share;
        }

        @Override
        public Future<?> start() {
            Tally tally = new Tally();
            tallies.add(tally);
            DatagramSocket opened = vertx.createDatagramSocket(new DatagramSocketOptions()
                    .setReusePort(share)
                    .setIpV6(Addresses.ipv6(address))
                    .setReceiveBufferSize(SOCKET_BUFFER_OCTETS)
                    .setSendBufferSize(SOCKET_BUFFER_OCTETS));
            socket = opened;
            Answering opening = new Answering(engines.get(), tally);
            answering = opening;
            opened.handler(new Replies(opened, opening));
            return opened.listen(address.getPort(), address.getAddress().getHostAddress());
        }

        @Override
        public Future<?> stop() {
            if (answering != null) {
                answering.close();
            }
            return socket == null ? Future.succeededFuture() : Deployments.released(vertx, socket.close());
        }
    }

    /** Answers the packets of one socket, on its event loop. */
    private static final class Replies implements io.vertx.core.Handler<DatagramPacket> {
        private final DatagramSocket socket;
        private final Answering answering;
        private final MemorySegment in = Arena.ofAuto().allocate(MessageBatch.IN_OCTETS);
        private final MemorySegment out = Arena.ofAuto().allocate(MessageBatch.OUT_OCTETS);
        private final ClientAddress client = new ClientAddress();

        Replies(DatagramSocket socket, Answering answering) {
            this.socket = socket;
            this.answering = answering;
        }

        @Override
        public void handle(DatagramPacket packet) {
            answering.tally().received(1);
            int length = packet.data().length();
            if (length >= TRUNCATED_OCTETS || packet.sender().port() == 0 || !answering.begin()) {
                answering.tally().dropped(1);
                return;
            }
            MemorySegment.copy(packet.data().getBytes(), 0, in, JAVA_BYTE, 0, length);
            Addresses.fill(client, InetAddress.ofLiteral(packet.sender().hostAddress()));
            int octets = answering.answer(in, 0, length, client, out, 0, MessageBatch.OUT_OCTETS);
            if (octets == 0) {
                answering.end();
                return;
            }
            Buffer reply = Buffer.buffer(out.asSlice(0, octets).toArray(JAVA_BYTE));
            socket.send(reply, packet.sender().port(), packet.sender().hostAddress())
                    .onComplete(sent -> {
                        if (sent.succeeded()) {
                            answering.tally().sent(1);
                        } else {
                            answering.tally().dropped(1);
                        }
                        answering.end();
                    });
        }
    }
}
