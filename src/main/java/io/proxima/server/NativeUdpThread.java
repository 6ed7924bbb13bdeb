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
 * The loop of one UDP socket: wait, receive a batch, answer it, send it, and again.
 *
 * <p>Everything it touches is its own, and nothing is allocated once it runs. The engine's batch opens after receiving
 * and ends after sending, before the thread waits.
 */
final class NativeUdpThread implements Runnable {
    /** How long a full send buffer may hold up a batch before the rest of it is dropped. */
    private static final int SEND_WAIT_MILLIS = 20;
    /** How long to stay away from a socket that fails in a way that waiting for it would not show. */
    private static final int FAILURE_WAIT_MILLIS = 50;
    /** The batches that are still answered after {@code close()}: more than a receive buffer holds of small queries. */
    private static final int DRAINED_BATCHES = 512;

    private static final int POLLFD_OCTETS = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int POLLFD_REVENTS = 6;

    private final int fd;
    private final int stop;
    private final Tally tally;
    private final Supplier<QueryEngine> engines;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    /**
     * @param fd the socket, which this thread closes
     * @param stop an eventfd that turns readable when the thread shall end
     */
    NativeUdpThread(int fd, int stop, Tally tally, Supplier<QueryEngine> engines) {
        this.fd = fd;
        this.stop = stop;
        this.tally = tally;
        this.engines = engines;
    }

    /** Completes when the thread answers, or fails with what kept it from it. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    @Override
    public void run() {
        try (Arena arena = Arena.ofConfined()) {
            Libc libc = new Libc(arena);
            try {
                Loop loop = new Loop(libc, arena, new Answering(engines.get(), tally));
                ready.complete(null);
                try {
                    loop.serveUntilStopped();
                } finally {
                    loop.answering.close();
                }
            } finally {
                libc.close(fd);
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
            polled = arena.allocate(3L * POLLFD_OCTETS, 8);
            watch(0, stop, Libc.POLLIN);
            watch(1, fd, Libc.POLLIN);
            watch(2, fd, Libc.POLLOUT);
        }

        private void watch(int index, int descriptor, short events) {
            polled.set(JAVA_INT, (long) index * POLLFD_OCTETS, descriptor);
            polled.set(JAVA_SHORT, (long) index * POLLFD_OCTETS + POLLFD_EVENTS, events);
        }

        void serveUntilStopped() {
            while (!stopped(-1)) {
                int count = receive();
                // A full batch is not waited after, but looked up after: the stop must be seen under any load.
                while (count == MessageBatch.MESSAGES && !stopped(0)) {
                    count = receive();
                }
            }
            for (int i = 0; i < DRAINED_BATCHES && receive() > 0; i++) {
                // What had arrived is answered.
            }
        }

        /** Waits for a datagram or the stop, and tells whether it was the stop. */
        private boolean stopped(int timeoutMillis) {
            libc.poll(polled.address(), 2, timeoutMillis);
            return polled.get(JAVA_SHORT, POLLFD_REVENTS) != 0;
        }

        /** Receives and serves a batch; returns its messages, or a negative error number. */
        private int receive() {
            int count = libc.recvmmsg(fd, batch.receiveVector(), MessageBatch.MESSAGES);
            if (count > 0) {
                tally.received(count);
                serve(count);
                batch.rearm(count);
            } else if (count != -Errno.EAGAIN && count != -Errno.EINTR) {
                libc.poll(polled.address(), 1, FAILURE_WAIT_MILLIS);
            }
            return count;
        }

        private void serve(int count) {
            if (!answering.begin()) {
                tally.dropped(count);
                return;
            }
            int replies = 0;
            for (int i = 0; i < count; i++) {
                replies += answer(i, replies);
            }
            send(replies);
            answering.end();
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
                    libc.poll(polled.address() + 2 * POLLFD_OCTETS, 1, SEND_WAIT_MILLIS);
                } else if (sent != -Errno.EINTR) {
                    // The error is the first message's own: no route, a firewall's EPERM, too long. The rest may pass.
                    next++;
                    tally.dropped(1);
                }
            }
        }
    }
}
