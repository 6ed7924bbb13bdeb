package io.proxima.server;

import io.proxima.answer.QueryEngine;
import java.lang.foreign.Arena;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The loop of one queue: take a batch of frames, answer each where it lies, send them, and again. Two calls of the kernel a batch:
 * one to send, one to wait where nothing more has come.
 *
 * <p>Everything it touches is its own, and nothing is allocated once it runs. The engine's batch stays open until the kernel
 * has taken all answers.
 */
final class XdpThread implements Runnable {
    private static final int BATCH = 64;

    private final String device;
    private final int index;
    private final int queue;
    private final Tally tally;
    private final Supplier<QueryEngine> engines;
    private final CompletableFuture<Integer> ready = new CompletableFuture<>();
    private volatile boolean stopping;

    XdpThread(String device, int index, int queue, Tally tally, Supplier<QueryEngine> engines) {
        this.device = device;
        this.index = index;
        this.queue = queue;
        this.tally = tally;
        this.engines = engines;
    }

    /** Completes with the socket once the thread would answer what comes to it, or fails with what kept it from it. */
    CompletableFuture<Integer> ready() {
        return ready;
    }

    /** Makes the thread answer what has arrived and end; for any thread. */
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        try (Arena arena = Arena.ofConfined()) {
            XdpSocket socket = XdpSocket.open(arena, device, index, queue);
            try {
                Loop loop = new Loop(arena, socket, new Answering(engines.get(), tally));
                ready.complete(socket.fd());
                try {
                    loop.serveUntilStopped();
                } finally {
                    loop.answering.close();
                }
            } finally {
                new Libc(arena).close(socket.fd());
            }
        } catch (ListenException | RuntimeException | Error thrown) {
            if (!ready.completeExceptionally(thrown)) {
                throw new IllegalStateException("the thread of queue " + queue + " of " + device + " ended", thrown);
            }
        }
    }

    /** What lives in the thread's own memory. */
    private final class Loop {
        private final XdpSocket socket;
        private final Answering answering;
        private final XdpFrames frames;
        /** The batches whose answers the kernel has not taken yet. */
        private int open;

        Loop(Arena arena, XdpSocket socket, Answering answering) {
            this.socket = socket;
            this.answering = answering;
            frames = new XdpFrames(arena, socket.frames(), answering);
        }

        void serveUntilStopped() {
            while (!stopping) {
                if (!serve()) {
                    socket.await();
                    if (socket.pending()) {
                        send();
                    }
                }
            }
            for (int left = XdpSocket.FRAMES; left > 0 && serve(); left -= BATCH) {
                // What had arrived is answered.
            }
            end();
        }

        /** Serves what has come; returns whether anything had. */
        private boolean serve() {
            XdpRing received = socket.received();
            int count = Math.min(BATCH, received.available());
            if (count == 0) {
                return false;
            }
            tally.received(count);
            boolean begun = answering.begin();
            if (begun) {
                open++;
            }
            for (int i = 0; i < count; i++) {
                long at = received.address();
                int octets = begun ? frames.answer(at, received.length()) : 0;
                received.skip();
                if (octets > 0) {
                    socket.put(at, octets);
                    tally.sent(1);
                } else {
                    socket.free(at);
                }
            }
            received.publish();
            if (!begun) {
                tally.dropped(count);
            }
            send();
            return true;
        }

        private void send() {
            if (socket.send()) {
                end();
            }
        }

        private void end() {
            for (; open > 0; open--) {
                answering.end();
            }
        }
    }
}
