/**
 * The program: {@code Main} is its door, {@code Proxima} wires the rooms together by constructors.
 *
 * <p>May import: all.
 */
@NullMarked
package io.proxima;

import org.jspecify.annotations.NullMarked;
