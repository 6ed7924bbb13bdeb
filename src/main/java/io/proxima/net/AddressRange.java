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
        prefixes((ipv6, high, low, length) -> prefixes.add(new Prefix(ipv6, high, low, length)));
        return prefixes;
    }

    /** Is given prefixes, their bits laid out as in {@link Prefix}. */
    @FunctionalInterface
    interface Prefixes {
        void prefix(boolean ipv6, long high, long low, int length);
    }

    /**
     * Shows {@link #prefixes()} with no object each.
     *
     * <p>An address is a number of 128 bits here, its last bit the lowest. The next prefix is as wide as its first address has
     * zeros at its end, or as the rest of the range allows.
     */
    void prefixes(Prefixes to) {
        boolean ipv6 = first.ipv6();
        int width = Prefix.width(ipv6);
        long high = ipv6 ? first.high() : 0;
        long low = ipv6 ? first.low() : first.high() >>> Integer.SIZE;
        long lastHigh = ipv6 ? last.high() : 0;
        long lastLow = ipv6 ? last.low() : last.high() >>> Integer.SIZE;
        while (true) {
            int zeros = low != 0 ? Long.numberOfTrailingZeros(low) : Long.SIZE + Long.numberOfTrailingZeros(high);
            long borrow = Long.compareUnsigned(lastLow, low) < 0 ? 1 : 0;
            int bits = Math.min(Math.min(zeros, width), bits(lastHigh - high - borrow, lastLow - low));
            to.prefix(ipv6, ipv6 ? high : low << Integer.SIZE, ipv6 ? low : 0, width - bits);
            long endHigh = bits <= Long.SIZE ? high : high | ones(bits - Long.SIZE);
            long endLow = low | ones(Math.min(bits, Long.SIZE));
            if (endHigh == lastHigh && endLow == lastLow) {
                return;
            }
            low = endLow + 1;
            high = low == 0 ? endHigh + 1 : endHigh;
        }
    }

    /** How many bits can vary freely where so many addresses follow the first. */
    private static int bits(long high, long low) {
        int length = 2 * Long.SIZE
                - (high != 0 ? Long.numberOfLeadingZeros(high) : Long.SIZE + Long.numberOfLeadingZeros(low));
        return Long.bitCount(high) + Long.bitCount(low) == length ? length : length - 1;
    }

    private static long ones(int bits) {
        return bits == 0 ? 0 : -1L >>> (Long.SIZE - bits);
    }
}
