package io.proxima.net;

/**
 * A {@link PrefixMap} for queries: the same value and the same depth for every address, in a few touches of memory.
 *
 * <p>A multi-bit trie a family after Poptrie (Asai and Ohara, SIGCOMM 2015): six bits of the address a step, the place of an
 * entry found by counting bits in a word of 64, and for a large map a table of the first 16, 22 or 24 bits in front. What differs:
 *
 * <ul>
 *   <li>A node's children and leaves are one row of entries right behind its word, so that a step most often waits for one line
 *       of memory and not for two.
 *   <li>Each leaf of the binary trie has a start of its own, so its depth need not be stored: it is how far away the next entry
 *       starts.
 *   <li>Bits at which only one way goes on are skipped, up to 64 in a step ({@link SkippedBits}).
 *   <li>The table holds not only leaves but whole subtrees of one longer prefix in a shorter one ({@link DirectEntry}), which in
 *       a large map most are: one wait for memory answers them.
 * </ul>
 *
 * <p>Costs. A look-up takes a step for each six bits of the prefix it ends at, or fewer, at most 6 for IPv4 and 22 for IPv6; a
 * table of 16 bits stands for nearly three of them, one of 24 for four. It allocates nothing. A node takes 12 octets with the
 * pointer to it, a leaf 4, skipped bits 20. The table, 512 KiB, 32 MiB or 128 MiB, is made only where the nodes alone would take
 * half as much. Making one is two walks over the binary trie. Immutable, thus free to be shared.
 */
public final class LookupTable {
    private final StrideTrie ipv4;
    private final StrideTrie ipv6;

    LookupTable(StrideTrie ipv4, StrideTrie ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    /**
     * The value of an address and the depth of its leaf in the binary trie, to be taken apart by {@link PrefixMap#value} and
     * {@link PrefixMap#depth}.
     *
     * @param ipv6 whether the family is IPv6
     * @param high the first 64 bits, laid out as in {@link Prefix}
     * @param low the last 64 bits, zero for IPv4
     */
    public long lookup(boolean ipv6, long high, long low) {
        return (ipv6 ? this.ipv6 : ipv4).lookup(high, low);
    }

    /** Whether a look-up of the family waits for memory, since caches do not keep what it reads. */
    public boolean isLarge(boolean ipv6) {
        return (ipv6 ? this.ipv6 : ipv4).isLarge();
    }

    /**
     * Reads what a look-up in a {@linkplain #isLarge large} table reads first, so that it comes into the caches.
     *
     * @return what means nothing, but has to be used, or the compiler leaves the reading out
     */
    public long touch(boolean ipv6, long high) {
        return (ipv6 ? this.ipv6 : ipv4).touch(high);
    }

    /** The look-up of a prefix's first address, thus of a client subnet padded with zeros. */
    public long lookup(Prefix prefix) {
        return lookup(prefix.ipv6(), prefix.high(), prefix.low());
    }

    /** The steps of a look-up of the family at most; the table of the first bits counts as one. */
    public int longestWay(boolean ipv6) {
        return (ipv6 ? this.ipv6 : ipv4).longestWay();
    }

    /** The steps of a look-up, the mean of all addresses of the family. */
    public double meanWay(boolean ipv6) {
        return (ipv6 ? this.ipv6 : ipv4).meanWay();
    }

    /** The memory that both families take. */
    public long octets() {
        return ipv4.octets() + ipv6.octets();
    }
}
