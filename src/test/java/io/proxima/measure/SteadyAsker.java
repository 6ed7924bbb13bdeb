package io.proxima.measure;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** One query after another over UDP, each at its time, whatever became of the one before; what is late is not left out. */
public final class SteadyAsker implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int LARGEST = 1_232;

    private final DatagramSocket socket = new DatagramSocket();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Message query;
    private final long everyNanos;
    private long nextTurn;
    private final List<Long> nanos = new ArrayList<>();
    private final List<String> turns = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /**
     * Begins to ask.
     *
     * @param everyMicros between two queries
     */
    public SteadyAsker(InetSocketAddress server, Message query, long everyMicros) throws IOException {
        this.query = query;
        socket.connect(server);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.everyNanos = TimeUnit.MICROSECONDS.toNanos(everyMicros);
        this.nextTurn = System.nanoTime() + DELAY_NANOS;
        var _ = clock.scheduleAtFixedRate(this::ask, DELAY_NANOS, everyNanos, TimeUnit.NANOSECONDS);
    }

    /** Asks and waits; the time counts from when it was the query's turn, so a server that stood still is not spared. */
    private void ask() {
        long turn = nextTurn;
        nextTurn += everyNanos;
        try {
            byte[] octets = query.toWire();
            socket.send(new DatagramPacket(octets, octets.length));
            DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
            socket.receive(packet);
            Message answer = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
            took(System.nanoTime() - turn, answer);
        } catch (SocketTimeoutException _) {
            failed("lost");
        } catch (IOException e) {
            failed(e.toString());
        }
    }

    private synchronized void took(long time, Message answer) {
        nanos.add(time);
        String given = answer.getRcode() == Rcode.NOERROR
                ? answer.getSection(Section.ANSWER).stream()
                        .filter(ARecord.class::isInstance)
                        .map(record -> ((ARecord) record).getAddress().getHostAddress())
                        .sorted()
                        .toList()
                        .toString()
                : Rcode.string(answer.getRcode());
        if (turns.isEmpty() || !turns.getLast().equals(given)) {
            turns.add(given);
        }
    }

    private synchronized void failed(String why) {
        failures.add(why);
    }

    /** What was given, as often as it became something else. */
    public synchronized List<String> turns() {
        return List.copyOf(turns);
    }

    /** Queries without an answer. */
    public synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /** How many were answered since this was asked last, and how long that took; forgets them. */
    public synchronized String times() {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        nanos.clear();
        return sorted.length == 0
                ? "nothing"
                : String.format(
                        Locale.ROOT,
                        "%d answers, p50 %.2f ms, p99 %.2f ms, most %.2f ms",
                        sorted.length,
                        sorted[sorted.length / 2] / 1e6,
                        sorted[(int) (sorted.length * 0.99)] / 1e6,
                        sorted[sorted.length - 1] / 1e6);
    }

    /** Asks no more, and waits for the answer to what was asked. */
    public void stop() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(2L * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                failed("it does not end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        socket.close();
    }
}
