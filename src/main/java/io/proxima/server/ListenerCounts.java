package io.proxima.server;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * What one listener has done since it began, summed over its threads.
 *
 * <p>Each message received is at last either sent or dropped; a reader may see one that is neither yet.
 *
 * @param transport UDP, XDP or TCP
 * @param address where it listens; unresolved and without a port, the name of the interface whose driver it takes queries from
 * @param received messages received
 * @param sent responses handed to the kernel (UDP) or to the connection (TCP)
 * @param dropped messages without a response: unusable, not to be answered, at fault, or not sent
 * @param faults messages dropped because answering them threw
 * @param refused TCP connections closed at once because a limit was reached
 * @param truncated responses with TC: over UDP, those that did not fit
 * @param opened TCP connections that were served, those that still are among them
 * @param closed those of them that ended
 * @param responses written, by response code; a code that never was is missing
 */
public record ListenerCounts(
        Transport transport,
        InetSocketAddress address,
        long received,
        long sent,
        long dropped,
        long faults,
        long refused,
        long truncated,
        long opened,
        long closed,
        Map<Integer, Long> responses) {
    public ListenerCounts {
        responses = Map.copyOf(responses);
    }
}
