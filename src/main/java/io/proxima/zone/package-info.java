/**
 * Master files to validated RRsets. dnsjava reads RDATA here.
 *
 * <p>May import: source, wire.
 */
@NullMarked
package io.proxima.zone;

import org.jspecify.annotations.NullMarked;
