/**
 * Addresses and prefixes as bits: {@code Prefix}, {@code PrefixMap} and the client's address as two longs.
 *
 * <p>May import: the JDK.
 */
@NullMarked
package io.proxima.net;

import org.jspecify.annotations.NullMarked;
