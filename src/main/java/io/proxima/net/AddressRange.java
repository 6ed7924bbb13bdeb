package io.proxima.net;

import java.util.ArrayList;
import java.util.List;

/**
 * The addresses from one to another, both included, as many databases write networks.
 *
 * @param first a host prefix, not after {@code last}
 * @param last a host prefix of the same family
 */
public record AddressRange(Prefix first, Prefix last) {
    /** @throws IllegalArgumentException with a sentence for the operator if this is no range */
    public AddressRange {
        int width = Prefix.width(first.ipv6());
        if (first.ipv6() != last.ipv6()) {
            throw new IllegalArgumentException("a range has two addresses of one family");
        }
        if (first.length() != width || last.length() != width) {
            throw new IllegalArgumentException("a range has two addresses");
        }
        if (compare(first, last) > 0) {
            throw new IllegalArgumentException("a range ends before it begins");
        }
    }

    /** The order of addresses of one family. */
    private static int compare(Prefix one, Prefix other) {
        int high = Long.compareUnsigned(one.high(), other.high());
        return high != 0 ? high : Long.compareUnsigned(one.low(), other.low());
    }

    /** Whether the range begins after an address; IPv6 comes after IPv4. */
    public boolean isAfter(Prefix address) {
        return first.ipv6() == address.ipv6() ? compare(first, address) > 0 : first.ipv6();
    }

    /** Whether the range ends before another does; IPv4 comes before IPv6. */
    public boolean endsBefore(AddressRange other) {
        return last.ipv6() == other.last.ipv6() ? compare(last, other.last) < 0 : other.last.ipv6();
    }

    /** What of the range comes before an address in it that is not its first. */
    public AddressRange before(Prefix address) {
        long low = address.low() - 1;
        return new AddressRange(
                first,
                first.ipv6()
                        ? new Prefix(true, low == -1 ? address.high() - 1 : address.high(), low, 128)
                        : new Prefix(false, address.high() - (1L << Integer.SIZE), 0, 32));
    }

    /** The fewest prefixes that are the range together, in order; at most two a bit of an address. */
    public List<Prefix> prefixes() {
        List<Prefix> prefixes = new ArrayList<>();
        boolean ipv6 = first.ipv6();
        int width = Prefix.width(ipv6);
        long high = first.high();
        long low = first.low();
        while (true) {
            int length = width;
            while (length > 0 && begins(high, low, length - 1) && !endsAfterLast(high, low, length - 1)) {
                length--;
            }
            prefixes.add(Prefix.masked(ipv6, high, low, length));
            long lastHigh = lastHigh(high, length);
            long lastLow = lastLow(low, length);
            if (lastHigh == last.high() && lastLow == last.low()) {
                return prefixes;
            }
            low = ipv6 ? lastLow + 1 : 0;
            high = ipv6 ? lastHigh + (low == 0 ? 1 : 0) : lastHigh + (1L << Integer.SIZE);
        }
    }

    private static boolean begins(long high, long low, int length) {
        return Prefix.maskHigh(high, length) == high && Prefix.maskLow(low, length) == low;
    }

    private boolean endsAfterLast(long high, long low, int length) {
        int order = Long.compareUnsigned(lastHigh(high, length), last.high());
        return order > 0 || (order == 0 && Long.compareUnsigned(lastLow(low, length), last.low()) > 0);
    }

    private long lastHigh(long high, int length) {
        long ones = length >= Long.SIZE ? 0 : -1L >>> length;
        return high | (first.ipv6() ? ones : ones & 0xffff_ffff_0000_0000L);
    }

    private long lastLow(long low, int length) {
        return first.ipv6() ? low | (length <= Long.SIZE ? -1L : length == 128 ? 0 : -1L >>> (length - Long.SIZE)) : 0;
    }
}
