package io.proxima.net;

/**
 * A {@link PrefixMap} for queries: the same value and the same depth for every address, in a few touches of memory.
 *
 * <p>A multi-bit trie a family after Poptrie (Asai and Ohara, SIGCOMM 2015): six bits of the address a step, the place of an
 * entry found by counting bits in a word of 64, and for a map that is large enough a table of the first 16 bits in front. Two
 * things differ. A node's children and leaves are one row of entries right behind its word, so that the last step most often
 * waits for one line of memory and not for two. And each leaf of the binary trie has a start of its own, so the depth need not
 * be stored: it is where the next entry starts.
 *
 * <p>Costs. Without the table a look-up goes through at most 6 nodes for IPv4 and 22 for IPv6, with it through the table and
 * at most 3 or 19 nodes: about (longest prefix - 16) / 6. It allocates nothing. A node takes 12 octets with the pointer to it,
 * a leaf 4, the table 256 KiB, which is never more than the nodes would take without it; a large map takes about the memory of its
 * binary trie or less. Making one is two walks over that trie. Immutable, thus free to be shared.
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

    /** The look-up of a prefix's first address, thus of a client subnet padded with zeros. */
    public long lookup(Prefix prefix) {
        return lookup(prefix.ipv6(), prefix.high(), prefix.low());
    }

    /** The most nodes that a look-up of the family goes through; the table of the first bits counts as one. */
    public int longestWay(boolean ipv6) {
        return (ipv6 ? this.ipv6 : ipv4).longestWay();
    }

    /** The memory that both families take. */
    public long octets() {
        return ipv4.octets() + ipv6.octets();
    }
}
