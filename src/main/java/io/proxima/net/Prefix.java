package io.proxima.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * An address prefix of one family, its bits left-aligned in two longs.
 *
 * <p>An IPv4 address fills the upper 32 bits of {@code high}; an IPv6 address fills both. Bit 0 is the most significant
 * bit of {@code high} in either family, so a walk over the bits needs no second look at the family. Bits beyond
 * {@code length} are zero.
 *
 * @param ipv6 whether the family is IPv6
 * @param high the first 64 bits
 * @param low the last 64 bits, zero for IPv4
 * @param length in bits, 0 to 32 or 0 to 128
 */
public record Prefix(boolean ipv6, long high, long low, int length) {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    public Prefix {
        if (length < 0 || length > width(ipv6)) {
            throw new IllegalArgumentException("prefix length " + length + " of " + width(ipv6));
        }
        if (high != maskHigh(high, length) || low != maskLow(low, length)) {
            throw new IllegalArgumentException("bits beyond the prefix length");
        }
    }

    /** The number of bits of an address of the family: 32 or 128. */
    public static int width(boolean ipv6) {
        return ipv6 ? 128 : 32;
    }

    /** {@code high} with the bits beyond {@code length} cleared. */
    public static long maskHigh(long high, int length) {
        return length >= 64 ? high : length == 0 ? 0 : high & (-1L << (64 - length));
    }

    /** {@code low} with the bits beyond {@code length} cleared. */
    public static long maskLow(long low, int length) {
        return length >= 128 ? low : length <= 64 ? 0 : low & (-1L << (128 - length));
    }

    /** The prefix of {@code length} bits that the given bits fall in. */
    public static Prefix masked(boolean ipv6, long high, long low, int length) {
        return new Prefix(ipv6, maskHigh(high, length), maskLow(low, length), length);
    }

    /** The host prefix (/32 or /128) of an address. */
    public static Prefix of(InetAddress address) {
        byte[] octets = address.getAddress();
        return masked(octets.length == 16, bits(octets, 0), bits(octets, 8), octets.length * 8);
    }

    /**
     * Reads {@code ADDRESS} or {@code ADDRESS/LENGTH}; the address must be a literal.
     *
     * @throws IllegalArgumentException with a sentence for the operator if the text is neither, or has bits set beyond
     *     its length
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        Prefix host = of(address(slash < 0 ? text : text.substring(0, slash)));
        if (slash < 0) {
            return host;
        }
        String digits = text.substring(slash + 1);
        if (!digits.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("\"" + text + "\" has no prefix length after its slash");
        }
        int length = Integer.parseInt(digits);
        if (length > width(host.ipv6)) {
            throw new IllegalArgumentException("\"" + text + "\" is longer than /" + width(host.ipv6));
        }
        Prefix prefix = masked(host.ipv6, host.high, host.low, length);
        if (prefix.high != host.high || prefix.low != host.low) {
            throw new IllegalArgumentException("\"" + text + "\" has bits set beyond its length; write " + prefix);
        }
        return prefix;
    }

    /** Reads an address literal; never asks a resolver. */
    public static InetAddress address(String literal) {
        if (literal.indexOf(':') < 0 && !IPV4.matcher(literal).matches()) { // "10.1" is one for the JDK
            throw new IllegalArgumentException("\"" + literal + "\" is no address");
        }
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + literal + "\" is no address", e);
        }
    }

    /** Whether every address of {@code other} is one of this prefix. */
    public boolean contains(Prefix other) {
        return ipv6 == other.ipv6
                && length <= other.length
                && maskHigh(other.high, length) == high
                && maskLow(other.low, length) == low;
    }

    /** Bit {@code index} of the address, 0 the most significant. */
    public static int bit(long high, long low, int index) {
        return (int) ((index < 64 ? high >>> (63 - index) : low >>> (127 - index)) & 1);
    }

    /** The first address of the prefix. */
    public InetAddress firstAddress() {
        byte[] octets = new byte[ipv6 ? 16 : 4];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) ((i < 8 ? high >>> (56 - 8 * i) : low >>> (120 - 8 * i)) & 0xff);
        }
        try {
            return ipv6 ? Inet6Address.getByAddress(null, octets, -1) : Inet4Address.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 octets are an address", e);
        }
    }

    private static long bits(byte[] octets, int from) {
        long bits = 0;
        for (int i = from; i < from + 8; i++) {
            bits = bits << 8 | (i < octets.length ? octets[i] & 0xff : 0);
        }
        return bits;
    }

    @Override
    public String toString() {
        return firstAddress().getHostAddress() + "/" + length;
    }
}
