package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.proxima.net.ClientAddress;
import io.vertx.core.buffer.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;

/** One event loop's engine and memory for TCP: a query of any legal length in, a response behind its length out. */
final class TcpAnswers {
    static final int LENGTH_OCTETS = 2;
    static final int MOST_OCTETS = 65_535;

    private final Answering answering;
    private final MemorySegment in = Arena.ofAuto().allocate(MOST_OCTETS);
    private final MemorySegment out = Arena.ofAuto().allocate(MOST_OCTETS);
    private final byte[] framed = new byte[LENGTH_OCTETS + MOST_OCTETS];
    private final ClientAddress client = new ClientAddress();

    TcpAnswers(Answering answering) {
        this.answering = answering;
    }

    Answering answering() {
        return answering;
    }

    /** Answers the query at {@code at}; appends the response, if there is one, to {@code replies}. */
    void answer(byte[] query, int at, int length, InetAddress source, Buffer replies) {
        Tally tally = answering.tally();
        tally.received(1);
        MemorySegment.copy(query, at, in, JAVA_BYTE, 0, length);
        Addresses.fill(client, source);
        int octets = answering.answer(in, 0, length, client, out, 0, MOST_OCTETS);
        if (octets == 0) {
            return;
        }
        framed[0] = (byte) (octets >>> 8);
        framed[1] = (byte) octets;
        MemorySegment.copy(out, JAVA_BYTE, 0, framed, LENGTH_OCTETS, octets);
        replies.appendBytes(framed, 0, LENGTH_OCTETS + octets);
        tally.sent(1);
    }
}
