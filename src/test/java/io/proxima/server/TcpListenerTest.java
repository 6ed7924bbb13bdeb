package io.proxima.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.QueryEngine;
import io.proxima.answer.TestEngines;
import io.proxima.answer.TestServer;
import io.proxima.answer.Transport;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TcpListenerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Names with responses of 20,000 and 65,535 octets. */
    private static final TestServer LARGE = TestServer.of(
            Map.of("example.com.", """
            $ORIGIN example.com.
            $TTL 300
            @ SOA ns1 hostmaster 1 3600 600 86400 60
            @ NS ns1.example.net.
            """ + Messages.text("t20000", 20_000 - 48) + Messages.text("t65535", 65_535 - 48)));

    private final Vertx vertx = Vertx.vertx();
    private final List<TcpListener> opened = new ArrayList<>();

    @AfterEach
    void closeListeners() {
        opened.forEach(TcpListener::close);
        opened.clear();
    }

    @AfterAll
    void closeVertx() {
        Deployments.ended(vertx.close());
    }

    private TcpListener open(InetSocketAddress address, TcpSettings settings) throws ListenException {
        return open(address, settings, TestEngines::refusing);
    }

    private TcpListener openLarge() throws ListenException {
        return openLarge(TcpSettings.DEFAULT);
    }

    private TcpListener openLarge(TcpSettings settings) throws ListenException {
        return open(Messages.LOOPBACK, settings, TestEngines.over(LARGE.catalog(), Transport.TCP));
    }

    private TcpListener open(InetSocketAddress address, TcpSettings settings, Supplier<QueryEngine> engines)
            throws ListenException {
        TcpListener listener = TcpListener.open(
                address.getPort() == 0 ? FreePort.on(address) : address,
                vertx,
                settings,
                new ConnectionLimits(settings.maxConnections(), settings.maxConnectionsPerClient()),
                engines);
        opened.add(listener);
        return listener;
    }

    private TcpListener open() throws ListenException {
        return open(Messages.LOOPBACK, TcpSettings.DEFAULT);
    }

    private static TcpSettings idleAfter(Duration idle) {
        return new TcpSettings(idle, 100, 100, 1);
    }

    /** A reset counts as closed, too: octets that the server never read make one. */
    private static void assertClosed(Socket client) throws IOException {
        try {
            assertEquals(-1, client.getInputStream().read());
        } catch (SocketException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("reset"), e::getMessage);
        }
    }

    @Test
    void oneConnectionCarriesManyQueries() throws IOException {
        TcpListener listener = open();
        try (Socket client = Messages.tcpClient(listener.address())) {
            for (int i = 0; i < 100; i++) {
                Messages.ask(client, Messages.query(i, 20 + i * 7));
            }
        }
        assertEquals(100, listener.counts().received());
        assertEquals(100, listener.counts().sent());
    }

    @Test
    void manyConnectionsShareTheEventLoops() throws IOException {
        TcpListener listener = open();
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            clients.add(Messages.tcpClient(listener.address()));
        }
        for (int i = 0; i < 40; i++) {
            Messages.ask(clients.get(i), Messages.query(i, 50));
        }
        for (Socket client : clients) {
            client.close();
        }
        assertEquals(40, listener.counts().sent());
    }

    @Test
    void ipv6IsServed() throws IOException {
        TcpListener listener = open(Messages.LOOPBACK6, TcpSettings.DEFAULT);
        try (Socket client = Messages.tcpClient(listener.address())) {
            Messages.ask(client, Messages.query(1, 40));
        }
    }

    @Test
    void queriesInOneSegmentAreAnsweredInOrder() throws IOException {
        TcpListener listener = open();
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            segment.write(Messages.framed(Messages.query(i, 20 + i % 50)));
        }
        try (Socket client = Messages.tcpClient(listener.address())) {
            client.getOutputStream().write(segment.toByteArray());
            for (int i = 0; i < 200; i++) {
                assertArrayEquals(Messages.refused(Messages.query(i, 20 + i % 50)), Messages.receive(client));
            }
        }
    }

    @Test
    void aQueryMayComeOctetByOctet() throws IOException {
        TcpListener listener = open();
        byte[] framed = Messages.framed(Messages.query(5, 60));
        try (Socket client = Messages.tcpClient(listener.address())) {
            for (byte octet : framed) {
                client.getOutputStream().write(octet);
                client.getOutputStream().flush();
            }
            assertArrayEquals(Messages.refused(Messages.query(5, 60)), Messages.receive(client));
        }
    }

    @Test
    void theLongestQueryIsAnswered() throws IOException {
        TcpListener listener = open();
        try (Socket client = Messages.tcpClient(listener.address())) {
            Messages.ask(client, Messages.query(1, 65_535));
            Messages.ask(client, Messages.query(2, Messages.SHORTEST));
            Messages.ask(client, Messages.query(3, 65_535));
        }
    }

    @Test
    void repliesOfUpTo65535OctetsAreWhole() throws IOException {
        TcpListener listener = openLarge();
        try (Socket client = Messages.tcpClient(listener.address())) {
            for (int octets : new int[] {20_000, 65_535}) {
                byte[] query = Messages.question(octets, "t" + octets + ".example.com.");
                Messages.send(client, query);
                byte[] response = Messages.receive(client);
                assertEquals(octets, response.length);
                assertArrayEquals(LARGE.answer(query, true), response);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11})
    void aMessageShorterThanAHeaderClosesTheConnection(int length) throws IOException {
        TcpListener listener = open();
        try (Socket client = Messages.tcpClient(listener.address())) {
            Messages.ask(client, Messages.query(1, 30));
            client.getOutputStream().write(Messages.framed(new byte[length]));
            assertClosed(client);
        }
    }

    @Test
    void whatCameBeforeAShortMessageIsStillAnswered() throws IOException {
        TcpListener listener = open();
        try (Socket client = Messages.tcpClient(listener.address())) {
            ByteArrayOutputStream segment = new ByteArrayOutputStream();
            segment.write(Messages.framed(Messages.query(1, 30)));
            segment.write(new byte[2]);
            client.getOutputStream().write(segment.toByteArray());
            assertArrayEquals(Messages.refused(Messages.query(1, 30)), Messages.receive(client));
            assertClosed(client);
        }
    }

    @Test
    void aMessageWithoutAnAnswerLeavesTheConnectionOpen() throws IOException {
        TcpListener listener = open();
        byte[] response = Messages.refused(Messages.query(1, 30));
        try (Socket client = Messages.tcpClient(listener.address())) {
            Messages.send(client, response);
            Messages.ask(client, Messages.query(2, 30));
        }
        assertEquals(1, listener.counts().dropped());
    }

    @Test
    void aSilentConnectionIsClosed() throws IOException {
        TcpListener listener = open(Messages.LOOPBACK, idleAfter(Duration.ofMillis(200)));
        try (Socket client = Messages.tcpClient(listener.address())) {
            Messages.ask(client, Messages.query(1, 30));
            assertClosed(client);
        }
    }

    @Test
    void aClientThatDribblesOctetsDoesNotStay() throws IOException {
        TcpListener listener = open(Messages.LOOPBACK, idleAfter(Duration.ofMillis(300)));
        try (Socket client = Messages.tcpClient(listener.address())) {
            OutputStream out = client.getOutputStream();
            out.write(new byte[] {0x7f, (byte) 0xff});
            await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> {
                try {
                    out.write(1);
                    return false;
                } catch (SocketException e) {
                    return true;
                }
            });
        }
    }

    @Test
    void aClientThatDoesNotReadIsNotAnsweredWithoutEndAndIsClosed() throws Exception {
        TcpListener listener = openLarge(idleAfter(Duration.ofMillis(800)));
        byte[] query = Messages.framed(Messages.padded(Messages.question(1, "t20000.example.com."), 60_000));
        try (ExecutorService writer = Executors.newSingleThreadExecutor();
                Socket client = new Socket()) {
            client.setReceiveBufferSize(8_192);
            client.connect(listener.address());
            CompletableFuture<Integer> written = CompletableFuture.supplyAsync(
                    () -> {
                        int count = 0;
                        try {
                            while (count < 2_000) {
                                client.getOutputStream().write(query);
                                count++;
                            }
                        } catch (IOException e) {
                            return count;
                        }
                        return count;
                    },
                    writer);
            await().atMost(Duration.ofSeconds(10)).until(written::isDone);
            assertTrue(written.join() < 2_000, () -> "all of it was read: " + written.join());
        }
        assertTrue(listener.counts().received() < 1_000, () -> listener.counts().toString());
        try (Socket next = Messages.tcpClient(listener.address())) {
            Messages.ask(next, Messages.query(2, 30));
        }
    }

    @Test
    void aClientThatReadsLateGetsEveryAnswer() throws Exception {
        TcpListener listener = openLarge();
        int queries = 2_000;
        try (ExecutorService writer = Executors.newSingleThreadExecutor();
                Socket client = new Socket()) {
            client.setReceiveBufferSize(8_192);
            client.setSoTimeout(5_000);
            client.connect(listener.address());
            CompletableFuture<Void> written = CompletableFuture.runAsync(
                    () -> {
                        try {
                            for (int i = 0; i < queries; i++) {
                                Messages.send(client, late(i));
                            }
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    },
                    writer);
            await().during(Duration.ofMillis(200)).atMost(PATIENCE).until(() -> !written.isDone());
            for (int i = 0; i < queries; i++) {
                byte[] response = Messages.receive(client);
                assertEquals(i, Messages.id(response));
                assertEquals(20_000 + 11, response.length);
            }
            written.join();
        }
        assertEquals(queries, listener.counts().sent());
    }

    private static byte[] late(int id) {
        return Messages.padded(Messages.question(id, "t20000.example.com."), 20_000);
    }

    @Test
    void connectionsBeyondTheTotalAreClosedAtOnce() throws IOException {
        TcpListener listener = open(Messages.LOOPBACK, new TcpSettings(Duration.ofSeconds(10), 3, 3, 2));
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Socket client = Messages.tcpClient(listener.address());
            Messages.ask(client, Messages.query(i, 30));
            clients.add(client);
        }
        try (Socket refused = Messages.tcpClient(listener.address())) {
            assertClosed(refused);
        }
        assertEquals(1, listener.counts().refused());
        assertEquals(3, listener.counts().opened());
        clients.removeFirst().close();
        await().atMost(PATIENCE).until(() -> listener.counts().closed() == 1);
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            try (Socket admitted = Messages.tcpClient(listener.address())) {
                Messages.ask(admitted, Messages.query(9, 30));
            }
        });
        for (Socket client : clients) {
            client.close();
        }
    }

    @Test
    void oneClientCannotTakeEveryConnection() throws IOException {
        TcpListener listener = open(Messages.LOOPBACK, new TcpSettings(Duration.ofSeconds(10), 100, 1, 1));
        try (Socket first = Messages.tcpClient(listener.address());
                Socket second = new Socket();
                Socket other = new Socket()) {
            Messages.ask(first, Messages.query(1, 30));
            second.setSoTimeout(5_000);
            second.connect(listener.address());
            assertClosed(second);
            other.setSoTimeout(5_000);
            other.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
            other.connect(listener.address());
            Messages.ask(other, Messages.query(2, 30));
        }
    }

    @Test
    void closeIsPromptAndThePortServesAgain() throws IOException {
        InetSocketAddress address = FreePort.on(Messages.LOOPBACK);
        for (int round = 0; round < 3; round++) {
            TcpListener listener = open(address, TcpSettings.DEFAULT);
            try (Socket client = Messages.tcpClient(address)) {
                Messages.ask(client, Messages.query(round, 30));
                long before = System.nanoTime();
                listener.close();
                assertTrue(Duration.ofNanos(System.nanoTime() - before).toMillis() < 1_500);
                assertClosed(client);
            }
        }
    }
}
