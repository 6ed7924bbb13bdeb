package io.proxima.net;

/**
 * Where a query came from, as a listener sees it; one mutable instance a thread, filled anew for each query.
 *
 * <p>The bits are laid out as in {@link Prefix}.
 */
public final class ClientAddress {
    private boolean ipv6;
    private long high;
    private long low;

    /** Takes an IPv4 address from its 32 bits. */
    public void setIpv4(int bits) {
        ipv6 = false;
        high = (long) bits << 32;
        low = 0;
    }

    /** Takes an IPv6 address; one that is IPv4-mapped (RFC 4291 section 2.5.5.2) is taken as IPv4. */
    public void setIpv6(long high, long low) {
        if (high == 0 && low >>> 32 == 0xffff) {
            setIpv4((int) low);
            return;
        }
        ipv6 = true;
        this.high = high;
        this.low = low;
    }

    /** Takes the first address of a prefix. */
    public void set(Prefix prefix) {
        if (prefix.ipv6()) {
            setIpv6(prefix.high(), prefix.low());
        } else {
            setIpv4((int) (prefix.high() >>> Integer.SIZE));
        }
    }

    /** Whether the family is IPv6. */
    public boolean ipv6() {
        return ipv6;
    }

    /** The first 64 bits. */
    public long high() {
        return high;
    }

    /** The last 64 bits, zero for IPv4. */
    public long low() {
        return low;
    }
}
