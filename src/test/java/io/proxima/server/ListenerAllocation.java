package io.proxima.server;

import com.sun.management.ThreadMXBean;
import io.proxima.answer.EveryPath;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.TestEngines;
import io.proxima.answer.Transport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A listener of one thread whose allocation is watched; as a program, it prints what it allocates once it is compiled. */
final class ListenerAllocation implements AutoCloseable {
    private static final int WINDOW = 10;

    private final AtomicReference<Thread> thread = new AtomicReference<>(Thread.currentThread());
    private final UdpListener listener;
    private final DatagramSocket client;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    ListenerAllocation(Supplier<QueryEngine> engines) throws IOException {
        listener = NativeUdpListener.open(FreePort.on(Messages.LOOPBACK), 1, () -> {
            thread.set(Thread.currentThread());
            return engines.get();
        });
        client = Messages.udpClient(listener.address());
    }

    public static void main(String[] args) throws IOException {
        List<byte[]> queries = EveryPath.queries();
        try (ListenerAllocation allocation =
                new ListenerAllocation(TestEngines.over(EveryPath.catalog(), Transport.UDP))) {
            allocation.octets(20_000, queries);
            System.out.println(allocation.octets(20_000, queries));
        }
    }

    /** What the thread allocates while it answers so many queries. */
    long octets(int count, List<byte[]> queries) throws IOException {
        long before = threads.getThreadAllocatedBytes(thread.get().threadId());
        for (int i = 0; i < count; i += WINDOW) {
            for (int j = 0; j < WINDOW; j++) {
                Messages.send(client, queries.get((i + j) % queries.size()));
            }
            for (int j = 0; j < WINDOW; j++) {
                if (Messages.receive(client).length < 12) {
                    throw new IOException("no response");
                }
            }
        }
        return threads.getThreadAllocatedBytes(thread.get().threadId()) - before;
    }

    @Override
    public void close() {
        client.close();
        listener.close();
    }
}
