package io.proxima.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.policy.Ask;
import io.proxima.policy.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Checks of kind tcp, and from where any check asks. */
final class TcpCheckTest {
    @AutoClose
    private final ProbeBed bed = new ProbeBed();

    @Test
    void connectionThatOpensSucceeds() throws IOException {
        try (RawServer server = RawServer.answering(request -> "")) {
            ProbeResult result = bed.result(new Ask.Tcp(), server.port());
            assertTrue(result.success(), result.reason());
            assertTrue(result.latencyNanos() > 0 && result.latencyNanos() < 8_000_000_000L);
        }
    }

    @Test
    void refusedConnectionFails() throws IOException {
        ProbeResult result = bed.result(new Ask.Tcp(), RawServer.freePort());
        assertFalse(result.success());
        assertEquals("connection refused", result.reason());
    }

    @Test
    void connectionThatNobodyAcceptsTimesOut() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> fill = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                fill.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 100);
                } catch (IOException backlogFull) {
                    break;
                }
            }
            assertEquals(
                    "timed out after 200 ms connecting",
                    bed.result(new Ask.Tcp(), full.getLocalPort(), 200).reason());
            for (Socket socket : fill) {
                socket.close();
            }
        }
    }

    @Test
    void sourceAddressIsWhereItAsksFrom() throws IOException {
        InetAddress own = InetAddress.ofLiteral("127.0.0.77");
        try (RawServer server = RawServer.answering(request -> "")) {
            ProbeResult result = bed.first(bed.add(ProbeBed.with(
                    ProbeBed.check(new Ask.Tcp(), server.port(), 400, ProbeBed.PATIENT_MILLIS),
                    new Source(own, null))));
            assertTrue(result.success(), result.reason());
            assertEquals(own, server.clients.getFirst());
        }
    }

    @Test
    void sourceAddressThatIsNotThereIsNobodysFailure() throws IOException {
        try (RawServer server = RawServer.answering(request -> "")) {
            ProbeResult result = bed.first(bed.add(ProbeBed.with(
                    ProbeBed.check(new Ask.Tcp(), server.port(), 400, ProbeBed.PATIENT_MILLIS),
                    new Source(InetAddress.ofLiteral("192.0.2.77"), null))));
            assertEquals(Outcome.NONE, result.outcome(), result.reason());
            assertTrue(result.reason().startsWith("this machine cannot ask: "), result.reason());
        }
    }
}
