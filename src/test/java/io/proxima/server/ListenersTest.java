package io.proxima.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestEngines;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListenersTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterAll
    void closeVertx() {
        Deployments.ended(vertx.close());
    }

    private Listeners start(UdpSettings udp, InetSocketAddress... addresses) throws ListenException {
        return Listeners.start(
                List.of(addresses),
                List.of(),
                udp,
                TcpSettings.DEFAULT,
                vertx,
                TestEngines::refusing,
                TestEngines::refusing);
    }

    private static InetSocketAddress address(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    private static void askBoth(InetSocketAddress server) throws IOException {
        try (DatagramSocket udp = Messages.udpClient(server);
                Socket tcp = Messages.tcpClient(server)) {
            Messages.ask(udp, Messages.query(1, 30));
            Messages.ask(tcp, Messages.query(2, 30));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyAddressAnswersOverUdpAndTcpOnThePortChosen(UdpSettings.Engine engine) throws IOException {
        try (Listeners listeners =
                start(new UdpSettings(engine, 2), Messages.LOOPBACK, address("127.0.0.2", 0), Messages.LOOPBACK6)) {
            assertEquals(3, listeners.addresses().size());
            for (InetSocketAddress address : listeners.addresses()) {
                assertNotEquals(0, address.getPort());
                askBoth(address);
            }
            assertEquals(6, listeners.counts().size());
            assertEquals(Transport.UDP, listeners.counts().getFirst().transport());
            assertEquals(Transport.TCP, listeners.counts().getLast().transport());
            assertTrue(listeners.counts().stream().allMatch(counts -> counts.received() == 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothWildcardsOfOnePortAreServed(UdpSettings.Engine engine) throws IOException {
        int port = FreePort.on(address("::", 0)).getPort();
        try (Listeners listeners = start(new UdpSettings(engine, 1), address("0.0.0.0", port), address("::", port))) {
            assertEquals(2, listeners.addresses().size());
            askBoth(address("127.0.0.1", port));
            askBoth(address("::1", port));
            for (InetSocketAddress wildcard : listeners.addresses()) {
                assertTrue(SelfQuery.answered(wildcard, Duration.ofSeconds(2)), wildcard::toString);
            }
        }
    }

    @Test
    void serverKnowsWhetherItAnswersItself() throws IOException {
        InetSocketAddress served;
        try (Listeners listeners = start(new UdpSettings(UdpSettings.Engine.AUTO, 1), Messages.LOOPBACK)) {
            served = listeners.addresses().getFirst();
            assertTrue(SelfQuery.answered(served, Duration.ofSeconds(2)));
        }
        assertFalse(SelfQuery.answered(served, Duration.ofMillis(200)), "nobody listens any more");
        try (DatagramSocket silent = new DatagramSocket(Messages.LOOPBACK)) {
            assertFalse(SelfQuery.answered(
                    new InetSocketAddress(silent.getLocalAddress(), silent.getLocalPort()), Duration.ofMillis(200)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPortThatIsTakenIsSaidAndNothingStaysOpen(UdpSettings.Engine engine) throws IOException {
        InetSocketAddress free = FreePort.on(Messages.LOOPBACK);
        InetSocketAddress taken = FreePort.on(address("127.0.0.2", 0));
        try (DatagramSocket other = new DatagramSocket(taken)) {
            ListenException refused =
                    assertThrows(ListenException.class, () -> start(new UdpSettings(engine, 2), free, taken));
            assertTrue(
                    String.valueOf(refused.getMessage())
                            .startsWith(Addresses.text(taken) + ": UDP: address already in use ("),
                    refused::getMessage);
            assertEquals(taken, other.getLocalSocketAddress());
        }
        try (Listeners listeners = start(new UdpSettings(engine, 2), free, taken)) {
            askBoth(listeners.addresses().getLast());
        }
    }

    @Test
    void aTcpPortThatIsTakenIsSaid() throws IOException {
        InetSocketAddress taken = FreePort.on(Messages.LOOPBACK);
        try (ServerSocket other = new ServerSocket()) {
            other.bind(taken);
            ListenException refused = assertThrows(ListenException.class, () -> start(UdpSettings.AUTO, taken));
            assertTrue(
                    String.valueOf(refused.getMessage())
                            .startsWith(Addresses.text(taken) + ": TCP: address already in use ("),
                    refused::getMessage);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAddressOfAnotherMachineIsSaid(UdpSettings.Engine engine) {
        ListenException refused = assertThrows(
                ListenException.class, () -> start(new UdpSettings(engine, 1), address("192.0.2.1", 5300)));
        assertEquals(
                "192.0.2.1:5300: TCP: cannot assign requested address (no interface of this machine has it)",
                refused.getMessage());
    }

    @Test
    void aNameIsNoAddress() {
        ListenException refused = assertThrows(
                ListenException.class,
                () -> start(UdpSettings.AUTO, InetSocketAddress.createUnresolved("ns1.example.com", 53)));
        assertEquals("ns1.example.com:53: UDP: not an address (write one, not a name)", refused.getMessage());
    }

    @Test
    void permissionAndOtherErrorsComeWithAHint() {
        assertEquals(
                "127.0.0.1:53: UDP: permission denied (ports below 1024 need CAP_NET_BIND_SERVICE; try 5300)",
                ListenException.ofErrno(address("127.0.0.1", 53), Transport.UDP, 13)
                        .getMessage());
        assertEquals(
                "[0:0:0:0:0:0:0:1]:5300: UDP: address family not supported (this machine has no IPv6)",
                ListenException.ofErrno(address("::1", 5300), Transport.UDP, 97).getMessage());
        assertEquals(
                "127.0.0.1:5300: UDP: too many open files (raise the limit: ulimit -n)",
                ListenException.ofErrno(address("127.0.0.1", 5300), Transport.UDP, 24)
                        .getMessage());
        assertEquals(
                "127.0.0.1:5300: UDP: system error 5",
                ListenException.ofErrno(address("127.0.0.1", 5300), Transport.UDP, 5)
                        .getMessage());
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new UdpSettings(UdpSettings.Engine.AUTO, -1));
        assertThrows(IllegalArgumentException.class, () -> new TcpSettings(java.time.Duration.ofMillis(1), 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new TcpSettings(java.time.Duration.ofSeconds(1), 0, 1, 1));
        assertTrue(UdpSettings.AUTO.effectiveThreads() >= 1);
    }
}
