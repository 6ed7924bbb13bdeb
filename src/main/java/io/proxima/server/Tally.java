package io.proxima.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.util.Collection;

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

    private long received;
    private long sent;
    private long dropped;
    private long faults;
    private long refused;

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

    /** The sums over the threads of one listener. */
    static ListenerCounts sum(Transport transport, InetSocketAddress address, Collection<Tally> tallies) {
        return new ListenerCounts(
                transport,
                address,
                total(RECEIVED, tallies),
                total(SENT, tallies),
                total(DROPPED, tallies),
                total(FAULTS, tallies),
                total(REFUSED, tallies));
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
