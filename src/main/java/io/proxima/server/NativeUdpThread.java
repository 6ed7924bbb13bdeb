package io.proxima.server;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.proxima.answer.QueryEngine;
import io.proxima.net.ClientAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The loop of one UDP socket: wait for a batch, answer it, send it, and again: two calls of the kernel a batch.
 *
 * <p>Everything it touches is its own, and nothing is allocated once it runs. The engine's batch opens after receiving
 * and ends after sending, before the thread waits. Who stops it ends the socket's receiving, which wakes it up.
 */
final class NativeUdpThread implements Runnable {
    /** How long a full send buffer may hold up a batch before the rest of it is dropped. */
    private static final int SEND_WAIT_MILLIS = 20;
    /** How long to stay away from a socket that fails in a way that waiting for it would not show. */
    private static final int FAILURE_WAIT_MILLIS = 50;
    /** The batches that are still answered after {@code close()}: more than a receive buffer holds of small queries. */
    private static final int DRAINED_BATCHES = 512;

    /** Smaller batches have too few waits for memory that could be one. */
    private static final int LEAST_AHEAD = 3;

    private static final int POLLFD_OCTETS = 8;
    private static final int POLLFD_EVENTS = 4;

    private final int fd;
    private final Tally tally;
    private final Supplier<QueryEngine> engines;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile boolean stopping;
    private boolean closed;

    /**
     * @param fd the socket, which this thread closes
     */
    NativeUdpThread(int fd, Tally tally, Supplier<QueryEngine> engines) {
        this.fd = fd;
        this.tally = tally;
        this.engines = engines;
    }

    /** Completes when the thread answers, or fails with what kept it from it. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Makes the thread answer what has arrived and end; for any thread. */
    synchronized void stop() {
        stopping = true;
        if (!closed) {
            try (Arena arena = Arena.ofConfined()) {
                new Libc(arena).shutdownReceiving(fd);
            }
        }
    }

    private synchronized void close(Libc libc) {
        closed = true;
        libc.close(fd);
    }

    @Override
    public void run() {
        try (Arena arena = Arena.ofConfined()) {
            Libc libc = new Libc(arena);
            try {
                var _ = ShortSlice.ask(libc, arena);
                Loop loop = new Loop(libc, arena, new Answering(engines.get(), tally));
                ready.complete(null);
                try {
                    loop.serveUntilStopped();
                } finally {
                    loop.answering.close();
                }
            } finally {
                close(libc);
            }
        } catch (Throwable thrown) {
            if (!ready.completeExceptionally(thrown)) {
                throw thrown;
            }
        }
    }

    /** What lives in the thread's own memory. */
    private final class Loop {
        private final Libc libc;
        private final Answering answering;
        private final MessageBatch batch;
        private final ClientAddress client = new ClientAddress();
        private final MemorySegment polled;

        Loop(Libc libc, Arena arena, Answering answering) {
            this.libc = libc;
            this.answering = answering;
            batch = new MessageBatch(arena);
            polled = arena.allocate(POLLFD_OCTETS, 8);
            polled.set(JAVA_INT, 0, fd);
            polled.set(JAVA_SHORT, POLLFD_EVENTS, Libc.POLLOUT);
        }

        void serveUntilStopped() {
            while (!stopping) {
                receive(Libc.MSG_WAITFORONE);
            }
            for (int i = 0; i < DRAINED_BATCHES && receive(Libc.MSG_DONTWAIT) > 0; i++) {
                // What had arrived is answered.
            }
        }

        /** Receives and serves a batch; returns its messages, or a negative error number. */
        private int receive(int flags) {
            int count = libc.recvmmsg(fd, batch.receiveVector(), MessageBatch.MESSAGES, flags);
            if (count == 1 && batch.length(0) == 0 && stopping) {
                return 0; // so the end of receiving looks
            }
            if (count > 0) {
                tally.received(count);
                serve(count);
                batch.rearm(count);
            } else if (count != -Errno.EAGAIN && count != -Errno.EINTR) {
                libc.poll(polled.address(), 0, FAILURE_WAIT_MILLIS);
            }
            return count;
        }

        private void serve(int count) {
            if (!answering.begin()) {
                tally.dropped(count);
                return;
            }
            if (count >= LEAST_AHEAD && answering.looksAhead()) {
                lookAhead(count);
            }
            int replies = 0;
            for (int i = 0; i < count; i++) {
                replies += answer(i, replies);
            }
            send(replies);
            answering.end();
        }

        private void lookAhead(int count) {
            for (int i = 0; i < count; i++) {
                batch.source(i, client);
                answering.lookAhead(batch.in(), batch.inAt(i), batch.length(i), client);
            }
            answering.readAhead();
        }

        /** Answers message {@code i} into a slot; returns the slots taken, 1 or 0. */
        private int answer(int i, int slot) {
            if (!batch.usable(i)) {
                tally.dropped(1);
                return 0;
            }
            batch.source(i, client);
            int octets = answering.answer(
                    batch.in(),
                    batch.inAt(i),
                    batch.length(i),
                    client,
                    batch.out(),
                    batch.outAt(slot),
                    MessageBatch.OUT_OCTETS);
            if (octets == 0) {
                return 0;
            }
            batch.reply(slot, i, octets);
            return 1;
        }

        private void send(int replies) {
            int next = 0;
            boolean waited = false;
            while (next < replies) {
                int sent = libc.sendmmsg(fd, batch.sendVector(next), replies - next);
                if (sent > 0) {
                    next += sent;
                    tally.sent(sent);
                } else if (sent == -Errno.EAGAIN) {
                    if (waited) {
                        tally.dropped(replies - next);
                        return;
                    }
                    waited = true;
                    libc.poll(polled.address(), 1, SEND_WAIT_MILLIS);
                } else if (sent != -Errno.EINTR) {
                    // The error is the first message's own: no route, a firewall's EPERM, too long. The rest may pass.
                    next++;
                    tally.dropped(1);
                }
            }
        }
    }
}
