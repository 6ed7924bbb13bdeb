package io.proxima.steer;

import io.proxima.net.LookupTable;

/** Where a pool will look a client up, for those who read ahead; its root alone is heeded. */
public final class ClientsAhead {
    private ClientsAhead() {}

    /** Whether the pool looks clients of a family up in a table so large that it waits for memory. */
    public static boolean wait(PoolPlan pool, boolean ipv6) {
        LookupTable clients = pool.nodes[0].clients;
        return clients != null && clients.isLarge(ipv6);
    }

    /** Reads what will be read of such a table first; what it gives means nothing. */
    public static long touch(PoolPlan pool, boolean ipv6, long high) {
        LookupTable clients = pool.nodes[0].clients;
        return clients == null ? 0 : clients.touch(ipv6, high);
    }
}
