package io.proxima.steer;

import io.proxima.health.Pair;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One address of a pool's member.
 *
 * @param member the member's key in its policy
 * @param site where the member stands, or null where the policy does not say
 * @param pair what is probed, or null where nothing is
 */
public record PlanAddress(
        String member,
        InetAddress address,
        @Nullable String site,
        @Nullable Pair pair) {
    /** Whether the address is IPv6. */
    public boolean ipv6() {
        return address.getAddress().length == 16;
    }
}
