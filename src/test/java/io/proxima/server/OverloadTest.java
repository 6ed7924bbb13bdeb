package io.proxima.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.answer.TestEngines;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More queries than a server can answer: those that do not fit are dropped at the socket, and the rest are answered rightly. */
class OverloadTest {
    private static final int QUERIES = 40_000;
    private static final int IDS = 1 << 16;
    private static final long SEED = 11;

    @BeforeEach
    void nativeIsSupportedHere() {
        assumeTrue(NativeUdpListener.supported());
    }

    /** What the kernel dropped at a socket that listens on a port of the loopback; the last column of its table. */
    private static long dropped(int port) throws IOException {
        String end = String.format(Locale.ROOT, "0100007F:%04X", port);
        List<String> rows = Files.readAllLines(Path.of("/proc/net/udp")).stream()
                .map(line -> line.strip().replaceAll(" +", " "))
                .filter(line -> line.split(" ", -1).length > 12 && line.split(" ", -1)[1].equals(end))
                .toList();
        assertEquals(1, rows.size(), "sockets on port " + port);
        return Long.parseLong(rows.getFirst().substring(rows.getFirst().lastIndexOf(' ') + 1));
    }

    private static byte[] query(int id) {
        return Messages.query(id, 30 + id % 40);
    }

    /** The thread that answers begins after the flood, so that the socket's buffer is full however fast the machine is. */
    @Test
    void theSocketShedsAndTheRestIsAnswered() throws Exception {
        InetSocketAddress address = FreePort.on(Messages.LOOPBACK);
        Tally tally = new Tally();
        NativeUdpThread answering = new NativeUdpThread(NativeSocket.open(address, true), tally, TestEngines::refusing);
        Random random = new Random(SEED);
        Thread thread = Thread.ofPlatform().unstarted(answering);
        try (DatagramSocket flood = Messages.udpClient(address);
                DatagramSocket client = Messages.udpClient(address)) {
            Set<Integer> asked = new HashSet<>();
            while (asked.size() < QUERIES) {
                int id = random.nextInt(IDS);
                if (asked.add(id)) {
                    Messages.send(flood, query(id));
                }
            }
            long shed = dropped(address.getPort());
            assertTrue(shed > QUERIES / 2, () -> "dropped at the socket: " + shed);
            assertTrue(shed < QUERIES - 100, () -> "dropped at the socket: " + shed);
            thread.start();
            answering.ready().join();
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                ListenerCounts counts = Tally.sum(Transport.UDP, address, List.of(tally));
                assertEquals(QUERIES, counts.received() + dropped(address.getPort()));
                assertEquals(counts.received(), counts.sent() + counts.dropped());
                assertEquals(0, counts.faults());
            });
            // As many answers as the flood's own buffer could hold: each right, to a query that was sent, none twice.
            flood.setSoTimeout(200);
            int answers = answers(flood, asked);
            assertTrue(answers >= 100, () -> "answers that came: " + answers);
            Messages.ask(client, query(2));
        } finally {
            answering.stop();
            thread.join();
        }
    }

    private static int answers(DatagramSocket flood, Set<Integer> asked) throws IOException {
        int answers = 0;
        while (true) {
            byte[] answer;
            try {
                answer = Messages.receive(flood);
            } catch (SocketTimeoutException _) {
                return answers;
            }
            assertTrue(asked.remove(Messages.id(answer)), "an answer to nothing, or the second");
            assertArrayEquals(Messages.refused(query(Messages.id(answer))), answer);
            answers++;
        }
    }
}
