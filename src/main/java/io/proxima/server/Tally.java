package io.proxima.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counters of one listener thread.
 *
 * <p>Only that thread counts; any thread reads. Opaque access keeps every value whole and at last visible, at the cost
 * of a plain load and store.
 */
final class Tally {
    private static final VarHandle RECEIVED = handle("received");
    private static final VarHandle SENT = handle("sent");
    private static final VarHandle DROPPED = handle("dropped");
    private static final VarHandle FAULTS = handle("faults");
    private static final VarHandle REFUSED = handle("refused");
    private static final VarHandle TRUNCATED = handle("truncated");
    private static final VarHandle OPENED = handle("opened");
    private static final VarHandle CLOSED = handle("closed");
    private static final VarHandle RESPONSES = MethodHandles.arrayElementVarHandle(long[].class);
    /** Every code that is answered is below; the bits above would be another's. */
    private static final int RCODES = 32;

    private long received;
    private long sent;
    private long dropped;
    private long faults;
    private long refused;
    private long truncated;
    private long opened;
    private long closed;
    private final long[] responses = new long[RCODES];

    void received(int messages) {
        RECEIVED.setOpaque(this, received + messages);
    }

    void sent(int messages) {
        SENT.setOpaque(this, sent + messages);
    }

    void dropped(int messages) {
        DROPPED.setOpaque(this, dropped + messages);
    }

    /** Counts a fault and returns how many there were with it. */
    long fault() {
        long now = faults + 1;
        FAULTS.setOpaque(this, now);
        return now;
    }

    void refused() {
        REFUSED.setOpaque(this, refused + 1);
    }

    /** Counts a response as the engine wrote it, whether or not it can be sent. */
    void answered(int rcode, boolean cut) {
        int at = rcode & (RCODES - 1);
        RESPONSES.setOpaque(responses, at, responses[at] + 1);
        if (cut) {
            TRUNCATED.setOpaque(this, truncated + 1);
        }
    }

    /** Counts a TCP connection that is served. */
    void opened() {
        OPENED.setOpaque(this, opened + 1);
    }

    /** Counts the end of one that was. */
    void closed() {
        CLOSED.setOpaque(this, closed + 1);
    }

    /** The sums over the threads of one listener. */
    static ListenerCounts sum(Transport transport, InetSocketAddress address, Collection<Tally> tallies) {
        return new ListenerCounts(
                transport,
                address,
                total(RECEIVED, tallies),
                total(SENT, tallies),
                total(DROPPED, tallies),
                total(FAULTS, tallies),
                total(REFUSED, tallies),
                total(TRUNCATED, tallies),
                total(OPENED, tallies),
                total(CLOSED, tallies),
                responses(tallies));
    }

    private static Map<Integer, Long> responses(Collection<Tally> tallies) {
        Map<Integer, Long> responses = new TreeMap<>();
        for (int rcode = 0; rcode < RCODES; rcode++) {
            long total = 0;
            for (Tally tally : tallies) {
                total += (long) RESPONSES.getOpaque(tally.responses, rcode);
            }
            if (total > 0) {
                responses.put(rcode, total);
            }
        }
        return responses;
    }

    private static long total(VarHandle counter, Collection<Tally> tallies) {
        long total = 0;
        for (Tally tally : tallies) {
            total += (long) counter.getOpaque(tally);
        }
        return total;
    }

    private static VarHandle handle(String field) {
        try {
            return MethodHandles.lookup().findVarHandle(Tally.class, field, long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
