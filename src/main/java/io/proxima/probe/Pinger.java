package io.proxima.probe;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends echo requests (RFC 792, RFC 4443) and waits for the replies, on one thread for all pings.
 *
 * <p>It uses Linux's ping sockets, for which a process needs no privilege but a group within
 * {@code net.ipv4.ping_group_range}. Each ping has a socket of its own, whose port is its identifier, and eight octets that
 * nobody can guess, which the reply must bring back. The thread begins with the first ping. The methods are called on the
 * prober's event loop, and so are listeners.
 */
final class Pinger implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ECHO_REQUEST = 8;
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST_IPV6 = 128;
    private static final int ECHO_REPLY_IPV6 = 129;
    private static final int HEADER_OCTETS = 8;
    private static final int NONCE_OCTETS = 8;
    private static final int RECEIVE_OCTETS = 256;

    private final Loop loop;
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private @Nullable Kernel waker;
    private int wakeFd = -1;

    // The rest belongs to the thread.
    private final List<Ping> pings = new ArrayList<>();
    private boolean closed;

    /** What became of a ping. */
    sealed interface End {
        record Replied() implements End {}

        record Failed(String why) implements End {}

        /** It was this machine that could not. */
        record NotSent(String why) implements End {}

        record Withdrawn() implements End {}
    }

    /** One echo under way. */
    static final class Ping {
        private final InetAddress target;
        private final @Nullable InetAddress source;
        private final Consumer<End> listener;
        private final byte[] nonce = new byte[NONCE_OCTETS];
        private int fd = -1;
        private boolean ended;

        private Ping(InetAddress target, @Nullable InetAddress source, Consumer<End> listener) {
            this.target = target;
            this.source = source;
            this.listener = listener;
            RANDOM.nextBytes(nonce);
        }

        private boolean ipv6() {
            return target instanceof Inet6Address;
        }

        private byte[] request() {
            return ByteBuffer.allocate(HEADER_OCTETS + NONCE_OCTETS)
                    .put((byte) (ipv6() ? ECHO_REQUEST_IPV6 : ECHO_REQUEST))
                    .position(HEADER_OCTETS) // code, and what the kernel writes: checksum and identifier; sequence 0
                    .put(nonce)
                    .array();
        }

        private boolean isReply(byte[] message) {
            return message.length == HEADER_OCTETS + NONCE_OCTETS
                    && (message[0] & 0xff) == (ipv6() ? ECHO_REPLY_IPV6 : ECHO_REPLY)
                    && Arrays.equals(message, HEADER_OCTETS, message.length, nonce, 0, NONCE_OCTETS);
        }
    }

    Pinger(Loop loop) {
        this.loop = loop;
    }

    /**
     * Sends an echo request.
     *
     * @param listener called once, later, when the ping's socket is closed
     */
    Ping send(InetAddress target, @Nullable InetAddress source, Consumer<End> listener) {
        Ping ping = new Ping(target, source, listener);
        String trouble = begin();
        if (trouble.isEmpty()) {
            submit(kernel -> open(kernel, ping));
        } else {
            loop.run(() -> listener.accept(new End.NotSent(trouble)));
        }
        return ping;
    }

    /** Waits no longer for a reply. */
    void withdraw(Ping ping) {
        submit(kernel -> end(kernel, ping, new End.Withdrawn()));
    }

    @Override
    public void close() {
        submit(kernel -> closed = true);
    }

    /** Starts the thread where it does not run yet; what stands in the way, or nothing. */
    private String begin() {
        if (waker != null) {
            return "";
        }
        if (!Kernel.isLinux()) {
            return "pings need Linux";
        }
        Kernel own = new Kernel();
        int eventfd = own.eventfd();
        if (eventfd < 0) {
            return "this machine cannot ping: " + Kernel.text(-eventfd);
        }
        waker = own;
        wakeFd = eventfd;
        Thread.ofPlatform().daemon().name("probe-ping").start(() -> run(eventfd));
        return "";
    }

    /** Something for the thread to do. */
    @FunctionalInterface
    private interface Task {
        void run(Kernel kernel);
    }

    private void submit(Task task) {
        if (waker != null) {
            tasks.add(task);
            waker.signal(wakeFd);
        }
    }

    private void run(int eventfd) {
        Kernel kernel = new Kernel();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment received = arena.allocate(RECEIVE_OCTETS);
            while (!closed) {
                wait(kernel, eventfd, received);
                for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run(kernel);
                }
            }
        }
        List.copyOf(pings).forEach(ping -> end(kernel, ping, new End.Withdrawn()));
        kernel.close(eventfd);
    }

    private void wait(Kernel kernel, int eventfd, MemorySegment received) {
        try (Arena arena = Arena.ofConfined()) {
            List<Ping> waiting = List.copyOf(pings);
            MemorySegment entries = arena.allocate((long) Kernel.POLL_ENTRY_OCTETS * (waiting.size() + 1), 8);
            entry(entries, 0, eventfd);
            for (int i = 0; i < waiting.size(); i++) {
                entry(entries, i + 1, waiting.get(i).fd);
            }
            kernel.poll(entries, waiting.size() + 1L);
            if (isReady(entries, 0)) {
                kernel.drain(eventfd, received);
            }
            for (int i = 0; i < waiting.size(); i++) {
                if (isReady(entries, i + 1)) {
                    receive(kernel, waiting.get(i), received);
                }
            }
        }
    }

    private void open(Kernel kernel, Ping ping) {
        if (ping.ended) {
            return;
        }
        ping.fd = kernel.pingSocket(ping.ipv6());
        if (ping.fd < 0) {
            end(
                    kernel,
                    ping,
                    new End.NotSent(
                            ping.fd == -Kernel.EACCES
                                    ? "this machine may not ping: net.ipv4.ping_group_range has no group of this process"
                                    : "this machine cannot ping: " + Kernel.text(-ping.fd)));
            return;
        }
        pings.add(ping);
        InetAddress source = ping.source;
        int bound = source == null ? 0 : kernel.bind(ping.fd, source);
        if (source != null && bound < 0) {
            end(
                    kernel,
                    ping,
                    new End.NotSent(
                            "this machine cannot ask from " + source.getHostAddress() + ": " + Kernel.text(-bound)));
            return;
        }
        int connected = kernel.connect(ping.fd, ping.target);
        int sent = connected < 0 ? connected : kernel.send(ping.fd, ping.request());
        if (sent == -Kernel.EAGAIN) {
            end(kernel, ping, new End.NotSent("this machine cannot send as fast"));
        } else if (sent < 0) {
            end(kernel, ping, new End.Failed("cannot send: " + Kernel.text(-sent)));
        }
    }

    private void receive(Kernel kernel, Ping ping, MemorySegment into) {
        int octets = kernel.receive(ping.fd, into);
        if (octets >= 0) {
            byte[] message = into.asSlice(0, octets).toArray(ValueLayout.JAVA_BYTE);
            if (ping.isReply(message)) {
                end(kernel, ping, new End.Replied());
            }
        } else if (octets != -Kernel.EAGAIN) {
            end(kernel, ping, new End.Failed(Kernel.text(-octets)));
        }
    }

    private void end(Kernel kernel, Ping ping, End end) {
        if (ping.ended) {
            return;
        }
        ping.ended = true;
        pings.remove(ping);
        if (ping.fd >= 0) {
            kernel.close(ping.fd);
        }
        loop.run(() -> ping.listener.accept(end));
    }

    private static void entry(MemorySegment entries, int index, int fd) {
        long at = (long) index * Kernel.POLL_ENTRY_OCTETS;
        entries.set(ValueLayout.JAVA_INT, at, fd);
        entries.set(ValueLayout.JAVA_SHORT, at + 4, Kernel.POLLIN);
    }

    private static boolean isReady(MemorySegment entries, int index) {
        return entries.get(ValueLayout.JAVA_SHORT, (long) index * Kernel.POLL_ENTRY_OCTETS + 6) != 0;
    }
}
