package io.proxima.server;

/**
 * How UDP is listened to: {@code udp} of {@code proxima.yaml}.
 *
 * @param engine which listener
 * @param threads sockets, each with its thread, per address; {@link #AUTO_THREADS} for one a core, eight at most
 */
public record UdpSettings(Engine engine, int threads) {
    /** One thread a core, eight at most. */
    public static final int AUTO_THREADS = 0;

    /** Everything chosen by the machine. */
    public static final UdpSettings AUTO = new UdpSettings(Engine.AUTO, AUTO_THREADS);

    private static final int MOST_AUTO_THREADS = 8;
    private static final int MOST_THREADS = 256;

    /** The listener behind the datagrams. */
    public enum Engine {
        /** Native where the machine allows it, Vert.x elsewhere. */
        AUTO,
        /** {@code recvmmsg} and {@code sendmmsg} through the foreign function API; Linux on x86_64 or aarch64. */
        NATIVE,
        /** Vert.x's DatagramSocket. */
        VERTX
    }

    public UdpSettings {
        if (threads < 0 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("udp threads is " + threads + "; write auto or 1 to " + MOST_THREADS);
        }
    }

    int effectiveThreads() {
        return threads == AUTO_THREADS
                ? Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_AUTO_THREADS)
                : threads;
    }
}
