package io.proxima.server;

import io.proxima.answer.QueryEngine;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * UDP over {@code recvmmsg} and {@code sendmmsg} through the foreign function API: one platform thread per
 * {@code SO_REUSEPORT} socket, among which the kernel spreads the clients.
 */
final class NativeUdpListener implements UdpListener {
    private final InetSocketAddress address;
    private final int stop;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private boolean closed;

    private NativeUdpListener(InetSocketAddress address, int stop) {
        this.address = address;
        this.stop = stop;
    }

    /** Whether this machine is one whose layouts are known here: Linux on x86_64 or aarch64. */
    static boolean supported() {
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return System.getProperty("os.name", "").equals("Linux")
                && (arch.equals("amd64") || arch.equals("x86_64") || arch.equals("aarch64"));
    }

    /**
     * Listens with {@code count} threads, each with an engine made on it.
     *
     * @throws ListenException if the address cannot be had; nothing stays open
     */
    static NativeUdpListener open(InetSocketAddress address, int count, Supplier<QueryEngine> engines)
            throws ListenException {
        int stop;
        try (Arena arena = Arena.ofConfined()) {
            stop = new Libc(arena).eventfd();
        }
        if (stop < 0) {
            throw ListenException.ofErrno(address, Transport.UDP, -stop);
        }
        NativeUdpListener listener = new NativeUdpListener(address, stop);
        try {
            List<NativeUdpThread> loops = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                loops.add(listener.startThread(i, engines));
            }
            for (NativeUdpThread loop : loops) {
                loop.ready().join();
            }
        } catch (CompletionException e) {
            listener.close();
            throw ListenException.of(address, Transport.UDP, e.getCause() == null ? e : e.getCause());
        } catch (ListenException e) {
            listener.close();
            throw e;
        }
        return listener;
    }

    private NativeUdpThread startThread(int index, Supplier<QueryEngine> engines) throws ListenException {
        int fd = NativeSocket.open(address, index == 0);
        Tally tally = new Tally();
        NativeUdpThread loop = new NativeUdpThread(fd, stop, tally, engines);
        Thread thread = Thread.ofPlatform()
                .name("udp-" + Addresses.text(address) + "-" + index)
                .start(loop);
        threads.add(thread);
        tallies.add(tally);
        return loop;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public ListenerCounts counts() {
        return Tally.sum(Transport.UDP, address, tallies);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Arena arena = Arena.ofConfined()) {
            Libc libc = new Libc(arena);
            libc.signal(stop);
            boolean interrupted = false;
            for (Thread thread : threads) {
                interrupted |= joinedInterrupted(thread);
            }
            libc.close(stop);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until the thread has ended, whatever interrupts: the descriptor it watches is closed after that. */
    private static boolean joinedInterrupted(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
