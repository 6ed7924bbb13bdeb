package io.proxima.policy;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of this machine that a check is made from, one a family.
 *
 * @param ipv4 null for whatever the system takes
 * @param ipv6 null for whatever the system takes
 */
public record Source(@Nullable InetAddress ipv4, @Nullable InetAddress ipv6) {
    /** Whatever the system takes. */
    public static final Source ANY = new Source(null, null);

    /** The one from which {@code target} is asked, or null. */
    public @Nullable InetAddress of(InetAddress target) {
        return target instanceof Inet6Address ? ipv6 : ipv4;
    }
}
