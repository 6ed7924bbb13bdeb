package io.proxima.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.answer.QueryEngine;
import io.proxima.answer.TestEngines;
import io.proxima.answer.TestServer;
import io.proxima.answer.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both UDP listeners, held to the same behaviour. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UdpListenerTest {
    private final Vertx vertx = Vertx.vertx();
    private final Vertx epoll = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));

    enum Kind {
        NATIVE,
        VERTX,
        VERTX_ON_EPOLL
    }

    @BeforeEach
    void nativeIsSupportedHere() {
        assumeTrue(NativeUdpListener.supported());
    }

    @AfterAll
    void closeVertx() {
        Deployments.ended(vertx.close());
        Deployments.ended(epoll.close());
    }

    private UdpListener open(Kind kind, InetSocketAddress address, int threads, Supplier<QueryEngine> engines)
            throws ListenException {
        InetSocketAddress at = address.getPort() == 0 ? FreePort.on(address) : address;
        return switch (kind) {
            case NATIVE -> NativeUdpListener.open(at, threads, engines);
            case VERTX -> VertxUdpListener.open(at, threads, vertx, engines);
            case VERTX_ON_EPOLL -> VertxUdpListener.open(at, threads, epoll, engines);
        };
    }

    private UdpListener open(Kind kind, InetSocketAddress address) throws ListenException {
        return open(kind, address, 2, TestEngines::refusing);
    }

    private static void awaitSettled(UdpListener listener, long received) {
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertEquals(received, listener.counts().received());
            assertEquals(received, listener.counts().sent() + listener.counts().dropped());
        });
    }

    @ParameterizedTest
    @EnumSource
    void manyClientsEachGetTheirOwnReply(Kind kind) throws IOException {
        UdpListener listener = open(kind, Messages.LOOPBACK);
        List<DatagramSocket> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(Messages.udpClient(listener.address()));
        }
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < clients.size(); i++) {
                Messages.ask(clients.get(i), Messages.query(round * 100 + i, 40 + i));
            }
        }
        awaitSettled(listener, 500);
        assertEquals(500, listener.counts().sent());
        clients.forEach(DatagramSocket::close);
        listener.close();
    }

    @ParameterizedTest
    @EnumSource
    void ipv6IsServed(Kind kind) throws IOException {
        UdpListener listener = open(kind, Messages.LOOPBACK6);
        try (DatagramSocket client = Messages.udpClient(listener.address())) {
            Messages.ask(client, Messages.query(7, 33));
        }
        listener.close();
    }

    @ParameterizedTest
    @EnumSource
    void queriesBeyond512OctetsAreTaken(Kind kind) throws IOException {
        UdpListener listener = open(kind, Messages.LOOPBACK);
        try (DatagramSocket client = Messages.udpClient(listener.address())) {
            for (int octets : new int[] {512, 513, 1400, 2000}) {
                Messages.ask(client, Messages.query(octets, octets));
            }
        }
        listener.close();
    }

    @ParameterizedTest
    @EnumSource
    void repliesOfUpTo1232OctetsAreWhole(Kind kind) throws IOException {
        TestServer served = TestServer.of(
                Map.of("example.com.", """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 600 86400 60
                @ NS ns1.example.net.
                """ + Messages.text("t513", 513 - 57) + Messages.text("t1232", 1232 - 58)));
        UdpListener listener = open(kind, Messages.LOOPBACK, 1, TestEngines.over(served.catalog(), Transport.UDP));
        try (DatagramSocket client = Messages.udpClient(listener.address())) {
            for (int octets : new int[] {513, 1232}) {
                byte[] query = Messages.padded(Messages.question(octets, "t" + octets + ".example.com."), 80);
                Messages.send(client, query);
                byte[] response = Messages.receive(client);
                assertEquals(octets, response.length);
                assertArrayEquals(served.answer(query, false), response);
            }
        }
        listener.close();
    }

    @ParameterizedTest
    @EnumSource
    void garbageOfUpToElevenOctetsIsDroppedUnanswered(Kind kind) throws IOException {
        UdpListener listener = open(kind, Messages.LOOPBACK);
        // Java sends nothing for an empty datagram on a connected socket.
        try (DatagramSocket client = Messages.udpClient(listener.address());
                DatagramSocket garbage = new DatagramSocket()) {
            for (int octets = 0; octets <= 11; octets++) {
                garbage.send(new DatagramPacket(new byte[octets], octets, listener.address()));
            }
            Messages.ask(client, Messages.query(1, Messages.SHORTEST));
            awaitSettled(listener, 13);
            assertEquals(12, listener.counts().dropped());
            assertEquals(0, listener.counts().faults());
        }
        listener.close();
    }

    @ParameterizedTest
    @EnumSource
    void datagramsTooLongForAQueryAreDropped(Kind kind) throws IOException {
        UdpListener listener = open(kind, Messages.LOOPBACK);
        try (DatagramSocket client = Messages.udpClient(listener.address())) {
            Messages.send(client, Messages.query(1, 5_000));
            Messages.ask(client, Messages.query(2, 50));
            awaitSettled(listener, 2);
            assertEquals(1, listener.counts().dropped());
        }
        listener.close();
    }

    @ParameterizedTest
    @EnumSource
    void aBurstIsSurvivedAndAccountedFor(Kind kind) throws IOException {
        UdpListener listener = open(kind, Messages.LOOPBACK, 1, TestEngines::refusing);
        try (DatagramSocket client = Messages.udpClient(listener.address())) {
            byte[] query = Messages.query(9, 45);
            // Vert.x takes one datagram a turn of its loop: on a busy machine it is long over thousands.
            int burst = kind == Kind.NATIVE ? 10_000 : 500;
            for (int i = 0; i < burst; i++) {
                Messages.send(client, query);
            }
        }
        try (DatagramSocket client = Messages.udpClient(listener.address())) {
            client.setSoTimeout(500);
            await().atMost(Duration.ofSeconds(20))
                    .ignoreException(SocketTimeoutException.class)
                    .untilAsserted(() -> Messages.ask(client, Messages.query(10, 45)));
        }
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            ListenerCounts counts = listener.counts();
            assertTrue(counts.received() > 100, counts::toString);
            assertEquals(counts.received(), counts.sent() + counts.dropped());
        });
        listener.close();
    }

    @ParameterizedTest
    @EnumSource
    void closeIsPromptAndThePortServesAgain(Kind kind) throws IOException {
        InetSocketAddress address = FreePort.on(Messages.LOOPBACK);
        for (int round = 0; round < 5; round++) {
            UdpListener listener = open(kind, address);
            try (DatagramSocket client = Messages.udpClient(address)) {
                Messages.ask(client, Messages.query(round, 30));
            }
            long before = System.nanoTime();
            listener.close();
            listener.close();
            assertTrue(Duration.ofNanos(System.nanoTime() - before).toMillis() < 1_500);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSecondServerOnTheSamePortIsRefused(Kind kind) throws IOException {
        UdpListener listener = open(kind, Messages.LOOPBACK);
        ListenException refused = assertThrows(ListenException.class, () -> open(kind, listener.address()));
        assertEquals(
                Addresses.text(listener.address())
                        + ": UDP: address already in use (another server answers there: stop it or choose another"
                        + " port)",
                refused.getMessage());
        try (DatagramSocket client = Messages.udpClient(listener.address())) {
            Messages.ask(client, Messages.query(3, 30));
        }
        listener.close();
    }

    @ParameterizedTest
    @EnumSource
    void anEngineThatCannotBeMadeIsSaidAndLeavesNothingOpen(Kind kind) throws IOException {
        InetSocketAddress address = FreePort.on(Messages.LOOPBACK);
        ListenException refused = assertThrows(
                ListenException.class,
                () -> open(kind, address, 2, () -> {
                    throw new IllegalStateException("no catalog");
                }));
        assertTrue(String.valueOf(refused.getMessage()).contains("no catalog"), refused::getMessage);
        open(kind, address).close();
    }

    @ParameterizedTest
    @EnumSource
    void eachThreadHasItsOwnEngine(Kind kind) throws IOException {
        Set<QueryEngine> made = java.util.Collections.synchronizedSet(new HashSet<>());
        UdpListener listener = open(kind, Messages.LOOPBACK, 1, () -> {
            QueryEngine engine = TestEngines.refusing();
            made.add(engine);
            return engine;
        });
        assertEquals(1, made.size());
        listener.close();
    }
}
