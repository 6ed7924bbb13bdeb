/**
 * DNS octets: header offsets, query parser, response writer, EDNS options, names, types and response codes.
 *
 * <p>May import: net.
 */
@NullMarked
package io.proxima.wire;

import org.jspecify.annotations.NullMarked;
