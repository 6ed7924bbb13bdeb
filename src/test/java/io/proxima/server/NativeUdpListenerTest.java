package io.proxima.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.answer.EveryPath;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.TestEngines;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.measure.OwnClassPath;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only the native UDP listener promises. */
class NativeUdpListenerTest {

    @BeforeEach
    void nativeIsSupportedHere() {
        assumeTrue(NativeUdpListener.supported());
    }

    private static UdpListener open(String address, int threads) throws ListenException {
        return NativeUdpListener.open(
                FreePort.on(new InetSocketAddress(InetAddress.ofLiteral(address), 0)), threads, TestEngines::refusing);
    }

    private static InetSocketAddress at(String address, UdpListener listener) {
        return new InetSocketAddress(
                InetAddress.ofLiteral(address), listener.address().getPort());
    }

    @Test
    void aWildcardAnswersFromTheAddressThatWasAsked() throws IOException {
        UdpListener listener = open("0.0.0.0", 2);
        for (String asked : new String[] {"127.0.0.1", "127.0.0.2", "127.9.8.7"}) {
            try (DatagramSocket client = Messages.udpClient(at(asked, listener))) {
                Messages.ask(client, Messages.query(1, 30));
                Messages.ask(client, Messages.query(2, 1_000));
            }
        }
        listener.close();
    }

    @Test
    void anIpv6WildcardLeavesIpv4ToItsOwnSocket() throws IOException {
        UdpListener ipv6 = open("::", 1);
        UdpListener ipv4 = NativeUdpListener.open(at("0.0.0.0", ipv6), 1, TestEngines::refusing);
        try (DatagramSocket client = Messages.udpClient(at("::1", ipv6))) {
            Messages.ask(client, Messages.query(1, 30));
        }
        try (DatagramSocket client = Messages.udpClient(at("127.0.0.2", ipv6))) {
            Messages.ask(client, Messages.query(2, 30));
        }
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertEquals(1, ipv6.counts().sent());
            assertEquals(1, ipv4.counts().sent());
        });
        ipv6.close();
        ipv4.close();
    }

    @Test
    void clientsAreSpreadOverTheThreads() throws IOException {
        Set<Thread> makers = ConcurrentHashMap.newKeySet();
        UdpListener listener = NativeUdpListener.open(FreePort.on(Messages.LOOPBACK), 3, () -> {
            makers.add(Thread.currentThread());
            return TestEngines.refusing();
        });
        assertEquals(3, makers.size());
        for (int i = 0; i < 60; i++) {
            try (DatagramSocket client = Messages.udpClient(listener.address())) {
                Messages.ask(client, Messages.query(i, 30));
            }
        }
        listener.close();
        assertEquals(60, listener.counts().sent());
        assertEquals(60, listener.counts().received());
        assertEquals(0, listener.counts().dropped());
        assertTrue(makers.stream().noneMatch(Thread::isAlive));
    }

    /** 20,000 queries on a warm listener leave no garbage: a compiled downcall boxes nothing. */
    @Test
    void theSteadyLoopAllocatesNothing() throws IOException {
        assertAllocatesNothing(TestEngines::refusing, List.of(Messages.query(1, 45)));
    }

    /** Every rule, every kind of response, with and without client subnets. */
    @Test
    void steeredAnswersAllocateNothing() throws IOException {
        Catalog catalog = EveryPath.catalog();
        List<byte[]> steered = EveryPath.queries();
        assertAllocatesNothing(TestEngines.over(catalog, Transport.UDP), steered);
    }

    /** What the first compiler makes of the loop, which sees less through calls than the second, allocates nothing either. */
    @Test
    void nothingIsAllocatedBeforeEverythingIsInlined() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        OwnClassPath.text(),
                        ListenerAllocation.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), said);
            assertTrue(Long.parseLong(said.strip()) < 2_000, () -> said + " octets allocated");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void assertAllocatesNothing(Supplier<QueryEngine> engines, List<byte[]> queries) throws IOException {
        try (ListenerAllocation listener = new ListenerAllocation(engines)) {
            // The first rounds warm the compiler up; how many it needs depends on how busy the machine is.
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                long allocated = listener.octets(20_000, queries);
                assertTrue(allocated < 2_000, () -> allocated + " octets allocated");
            });
        }
    }

    @Test
    void whatArrivedBeforeCloseIsAnswered() throws IOException {
        UdpListener listener = open("127.0.0.1", 1);
        Set<Integer> answered = new HashSet<>();
        try (DatagramSocket client = Messages.udpClient(listener.address())) {
            for (int i = 0; i < 200; i++) {
                Messages.send(client, Messages.query(i, 30));
            }
            listener.close();
            for (int i = 0; i < 200; i++) {
                answered.add(Messages.id(Messages.receive(client)));
            }
        }
        assertEquals(200, answered.size());
    }
}
