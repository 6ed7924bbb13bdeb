package io.proxima.answer;

import io.proxima.net.ClientAddress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Answers one query after another; one instance a thread, no sharing, no locks, no allocation.
 *
 * <p>A listener calls {@link #beginBatch} after it has received, {@link #answer} for each message, and {@link #endBatch}
 * after it has sent and before it waits: between the two the engine holds one catalog.
 */
public final class QueryEngine {
    private static final int HEADER_OCTETS = 12;

    /** Takes the newest catalog for the messages that follow. */
    public void beginBatch() {}

    /** Lets go of the catalog: what the batch answered has been sent. */
    public void endBatch() {}

    /**
     * Answers one message.
     *
     * @param in memory of this thread that holds the message
     * @param inAt where the message begins in {@code in}
     * @param length the message's octets
     * @param client the source address
     * @param out memory of this thread for the response
     * @param outAt where the response begins in {@code out}; at least 65,535 octets for TCP and 4,096 for UDP must be there
     * @return the response's octets, or 0 where nothing is to be sent
     */
    public int answer(MemorySegment in, long inAt, int length, ClientAddress client, MemorySegment out, long outAt) {
        if (length < HEADER_OCTETS || in.get(ValueLayout.JAVA_BYTE, inAt + 2) < 0) {
            return 0;
        }
        MemorySegment.copy(in, inAt, out, outAt, length);
        out.set(ValueLayout.JAVA_BYTE, outAt + 2, (byte) 0x80);
        out.set(ValueLayout.JAVA_BYTE, outAt + 3, (byte) 5);
        return length;
    }
}
