package io.proxima.server;

import io.proxima.answer.QueryEngine;
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
    private final List<NativeUdpThread> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private boolean closed;

    private NativeUdpListener(InetSocketAddress address) {
        this.address = address;
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
        NativeUdpListener listener = new NativeUdpListener(address);
        try {
            for (int i = 0; i < count; i++) {
                listener.startThread(i, engines);
            }
            for (NativeUdpThread loop : listener.loops) {
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

    private void startThread(int index, Supplier<QueryEngine> engines) throws ListenException {
        int fd = NativeSocket.open(address, index == 0);
        Tally tally = new Tally();
        NativeUdpThread loop = new NativeUdpThread(fd, tally, engines);
        Thread thread = Thread.ofPlatform()
                .name("udp-" + Addresses.text(address) + "-" + index)
                .start(loop);
        loops.add(loop);
        threads.add(thread);
        tallies.add(tally);
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
        loops.forEach(NativeUdpThread::stop);
        join(threads);
    }

    /** Waits until the threads have ended, whatever interrupts: what they received is answered then. */
    static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= joinedInterrupted(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

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
