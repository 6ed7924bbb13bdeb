package io.proxima.server;

import java.net.InetSocketAddress;

/**
 * What one listener has done since it began, summed over its threads.
 *
 * <p>Each message received is at last either sent or dropped; a reader may see one that is neither yet.
 *
 * @param transport UDP or TCP
 * @param address where it listens
 * @param received messages received
 * @param sent responses handed to the kernel (UDP) or to the connection (TCP)
 * @param dropped messages without a response: unusable, not to be answered, at fault, or not sent
 * @param faults messages dropped because answering them threw
 * @param refused TCP connections closed at once because a limit was reached
 */
public record ListenerCounts(
        Transport transport,
        InetSocketAddress address,
        long received,
        long sent,
        long dropped,
        long faults,
        long refused) {}
