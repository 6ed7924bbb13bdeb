/**
 * The query path: parse, find, walk, encode.
 *
 * <p>May import: net, wire, steer, catalog.
 */
@NullMarked
package io.proxima.answer;

import org.jspecify.annotations.NullMarked;
