package io.proxima.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.TestEngines;
import io.proxima.answer.TestServer;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.source.Findings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What only the native UDP listener promises. */
class NativeUdpListenerTest {
    private static final Path STEERED = Path.of("src/test/resources/accepted/releases/steered");

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
        byte[] query = Messages.query(1, 45);
        assertAllocatesNothing(TestEngines::refusing, query, Messages.refused(query).length);
    }

    /** A draw by weight in the group that the client subnet falls on, two addresses of five. */
    @Test
    void steeredAnswersAllocateNothing() throws IOException {
        ReleaseFiles files = new ReleaseFiles(STEERED.resolve("zones"), List.of(), STEERED.resolve("lines.yaml"), null);
        Findings findings = new Findings();
        Release release = new ReleaseReader(files).read(findings).orElseThrow();
        assertEquals(List.of(), findings.sorted());
        Catalog catalog = new CatalogCompiler().compile(release);
        Message question = TestServer.query("www.example.com.", Type.A);
        question.addRecord(
                new OPTRecord(
                        1232, 0, 0, 0, List.of(new ClientSubnetOption(24, InetAddress.ofLiteral("198.51.100.0")))),
                Section.ADDITIONAL);
        byte[] query = question.toWire();
        byte[] response = new TestServer(catalog).answer(query, false);
        Message parsed = new Message(response);
        assertEquals(2, parsed.getSection(Section.ANSWER).size());
        assertEquals(24, ((ClientSubnetOption) parsed.getOPT().getOptions(8).getFirst()).getScopePrefixLength());
        assertAllocatesNothing(TestEngines.over(catalog, Transport.UDP), query, response.length);
    }

    private static void assertAllocatesNothing(Supplier<QueryEngine> engines, byte[] query, int responseOctets)
            throws IOException {
        AtomicReference<Thread> thread = new AtomicReference<>(Thread.currentThread());
        UdpListener listener = NativeUdpListener.open(FreePort.on(Messages.LOOPBACK), 1, () -> {
            thread.set(Thread.currentThread());
            return engines.get();
        });
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (DatagramSocket client = Messages.udpClient(listener.address())) {
            // The first rounds warm the compiler up; how many it needs depends on how busy the machine is.
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                long before = threads.getThreadAllocatedBytes(thread.get().threadId());
                askAndWait(client, 20_000, query, responseOctets);
                long allocated = threads.getThreadAllocatedBytes(thread.get().threadId()) - before;
                assertTrue(allocated < 2_000, () -> allocated + " octets allocated");
            });
        }
        listener.close();
    }

    private static void askAndWait(DatagramSocket client, int queries, byte[] query, int responseOctets)
            throws IOException {
        int window = 10;
        for (int i = 0; i < queries; i += window) {
            for (int j = 0; j < window; j++) {
                Messages.send(client, query);
            }
            for (int j = 0; j < window; j++) {
                assertEquals(responseOctets, Messages.receive(client).length);
            }
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
