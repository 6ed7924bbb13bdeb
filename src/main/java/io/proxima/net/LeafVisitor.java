package io.proxima.net;

/** Is shown the leaves of a {@link PrefixMap}. */
@FunctionalInterface
public interface LeafVisitor {
    /** A leaf's value, and its depth in bits: the length of the prefix that it is. */
    void leaf(int value, int depth);
}
