package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.proxima.answer.QueryEngine;
import io.proxima.net.ClientAddress;
import java.lang.foreign.MemorySegment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread's engine behind a wall: whatever it throws costs the message, never the thread.
 *
 * <p>A batch stays open until everything that it answered has left. The native listener opens one and ends it; a Vert.x
 * listener {@linkplain #hold() holds} it once more for each write under way, so that a client that reads slowly delays
 * {@link QueryEngine#endBatch()} and with it the acknowledgement of a change. Meanwhile {@link #begin()} takes the
 * newest catalog for other clients.
 */
final class Answering {
    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    /** The octet of the header that has TC, and its bit (RFC 1035 section 4.1.1). */
    private static final int FLAGS_AT = 2;

    private static final int TRUNCATED = 0x02;

    private final QueryEngine engine;
    private final Tally tally;
    private int open;

    Answering(QueryEngine engine, Tally tally) {
        this.engine = engine;
        this.tally = tally;
    }

    Tally tally() {
        return tally;
    }

    /** Opens a batch, or refreshes the one that is open; returns false, and opens none, where the engine failed. */
    boolean begin() {
        try {
            engine.beginBatch();
        } catch (Throwable thrown) {
            fault(thrown);
            return false;
        }
        open++;
        return true;
    }

    /** Keeps the batch open until one more {@link #end()}. */
    void hold() {
        open++;
    }

    /** Ends the batch, where nothing else holds it. */
    void end() {
        open--;
        if (open == 0) {
            try {
                engine.endBatch();
            } catch (Throwable thrown) {
                fault(thrown);
            }
        }
    }

    /** Ends the engine: this thread answers no more. */
    void close() {
        engine.close();
    }

    /** Whether the messages of the batch are to be looked at before they are answered; see {@link QueryEngine#looksAhead}. */
    boolean looksAhead() {
        return engine.looksAhead();
    }

    /** Takes note of a message for {@link #readAhead}. */
    void lookAhead(MemorySegment in, long inAt, int length, ClientAddress client) {
        try {
            engine.lookAhead(in, inAt, length, client);
        } catch (Throwable thrown) {
            fault(thrown);
        }
    }

    /** Brings what the answers will be made of into the caches. */
    void readAhead() {
        try {
            engine.readAhead();
        } catch (Throwable thrown) {
            fault(thrown);
        }
    }

    /**
     * Answers one message as {@link QueryEngine#answer} does; a message without a response is counted as dropped.
     *
     * @param space the octets that {@code out} has from {@code outAt}
     */
    int answer(
            MemorySegment in, long inAt, int length, ClientAddress client, MemorySegment out, long outAt, int space) {
        int octets = 0;
        try {
            octets = engine.answer(in, inAt, length, client, out, outAt);
            if (octets > space) {
                throw new IllegalStateException("a response of " + octets + " octets in a space of " + space);
            }
        } catch (Throwable thrown) {
            fault(thrown);
            octets = 0;
        }
        if (octets <= 0) {
            tally.dropped(1);
            return 0;
        }
        tally.answered(engine.rcode(), (out.get(JAVA_BYTE, outAt + FLAGS_AT) & TRUNCATED) != 0);
        return octets;
    }

    /** Logs the first fault of the thread, the second, the fourth and so on: a stream of bad queries must not fill a disk. */
    private void fault(Throwable thrown) {
        long faults = tally.fault();
        if (Long.bitCount(faults) == 1) {
            LOG.error("a query could not be answered ({} so far on this thread)", faults, thrown);
        }
    }
}
