package io.proxima.steer;

import io.proxima.net.LookupTable;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a node that chooses by consistent hash makes of a client, and how keys and names are scored: weighted rendezvous
 * hashing (Thaler and Ravishankar, 1998; the weights by Schindelhauer and Schomaker, 2005). Immutable.
 *
 * <p>Each child has an identity, a hash of its name. For a key, key and identity are mixed to a number u between 0 and 1 and
 * the child's score is -log(u) / weight; the lowest score serves. A score depends on the key and on that one child: while a
 * child is down its own keys go to whoever is their second best, all others stay, and when it is back so are they. The chance
 * of the lowest score is exactly in proportion to the weights, since scores are exponential variables with the weights as
 * their rates. The N lowest are the N best.
 *
 * <p>All replicas agree bit for bit: the identities are made of names alone, there is no seed, and the arithmetic is that of
 * whole numbers and one IEEE 754 product. The logarithm comes from a table of 1024 steps, made by {@link StrictMath}, with
 * straight lines in between: at most 2^-22 off, where a call of StrictMath.log would take most of a draw's time.
 *
 * <p>The cost is one mix and one look-up a child. A table, as Maglev's (Eisenbud and others, 2016), would be one look-up
 * however many children there are; but it has to be made anew with each change of state, and then moves some keys whose
 * child never changed. A pool has few members, and here none of them may move.
 */
final class Rendezvous {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int STEP_BITS = 10;
    private static final int REST_BITS = 20;
    private static final int FRACTION_BITS = 40;
    /** log2(1 + i / 1024), in units of 2^-40. */
    private static final long[] LOGARITHMS = logarithms();

    private static final long IPV4 = mixed(4);
    private static final long IPV6 = mixed(6);

    private final int ipv4Bits;
    private final int ipv6Bits;
    private final @Nullable LookupTable lines;
    private final long[] lineKeys;
    /** By child position, or by slot of a leaf. */
    final long[] identities;

    private Rendezvous(int ipv4Bits, int ipv6Bits, @Nullable LookupTable lines, long[] lineKeys, long[] identities) {
        this.ipv4Bits = ipv4Bits;
        this.ipv6Bits = ipv6Bits;
        this.lines = lines;
        this.lineKeys = lineKeys;
        this.identities = identities;
    }

    /** Keys are the first bits of an address. */
    static Rendezvous ofNetworks(int ipv4Bits, int ipv6Bits, long[] identities) {
        return new Rendezvous(ipv4Bits, ipv6Bits, null, new long[0], identities);
    }

    /** Keys are lines: an address to a class, a class to the hash of its line. */
    static Rendezvous ofLines(LookupTable lines, long[] lineKeys, long[] identities) {
        return new Rendezvous(0, 0, lines, lineKeys, identities);
    }

    /** What decides on a client's key, its depth to be taken by {@link PrefixMap#depth}: how much of the address that is. */
    long lookUp(boolean ipv6, long high, long low) {
        return lines == null ? ipv6 ? ipv6Bits : ipv4Bits : lines.lookup(ipv6, high, low);
    }

    /** The key of a client that was looked up. */
    long key(long found, boolean ipv6, long high, long low) {
        if (lines != null) {
            return lineKeys[PrefixMap.value(found)];
        }
        int bits = PrefixMap.depth(found);
        long key = mixed((ipv6 ? IPV6 : IPV4) ^ Prefix.maskHigh(high, bits));
        return ipv6 && bits > 64 ? mixed(key ^ Prefix.maskLow(low, bits)) : key;
    }

    private static long[] logarithms() {
        long[] logarithms = new long[(1 << STEP_BITS) + 1];
        for (int i = 0; i < logarithms.length; i++) {
            double log2 = StrictMath.log(1 + (double) i / (1 << STEP_BITS)) / StrictMath.log(2);
            logarithms[i] = Math.round(log2 * (1L << FRACTION_BITS));
        }
        return logarithms;
    }

    /**
     * How far a child is from a key: the bits of a double of at least 0, which sort as it does.
     *
     * @param inverseWeight 1 / weight
     */
    static long score(long key, long identity, double inverseWeight) {
        long u = mixed(key ^ identity) | 1; // in units of 2^-64
        int zeros = Long.numberOfLeadingZeros(u);
        long fraction = u << zeros << 1; // what follows the first 1
        int step = (int) (fraction >>> (Long.SIZE - STEP_BITS));
        long rest = (fraction << STEP_BITS) >>> (Long.SIZE - REST_BITS);
        long logarithm = LOGARITHMS[step] + (((LOGARITHMS[step + 1] - LOGARITHMS[step]) * rest) >> REST_BITS);
        long distance = ((zeros + 1L) << FRACTION_BITS) - logarithm;
        return Double.doubleToRawLongBits(distance * inverseWeight);
    }

    /** How far one of several of no weight is from a key, as a number from 0. */
    static long rank(long key, long identity) {
        return mixed(key ^ identity) >>> 1;
    }

    /** A hash of a name's parts: FNV-1a over their octets in UTF-8, then mixed, since FNV mixes the last octets too little. */
    static long hash(String... parts) {
        long hash = FNV_OFFSET;
        for (String part : parts) {
            for (byte octet : part.getBytes(StandardCharsets.UTF_8)) {
                hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
            }
            hash *= FNV_PRIME; // ends the part as a NUL would, so that "a", "bc" is not "ab", "c"
        }
        return mixed(hash);
    }

    /** The finalizer of SplitMix64, of which each bit depends on every bit. */
    private static long mixed(long bits) {
        long mixed = bits + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
