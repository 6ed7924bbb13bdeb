/**
 * Databases, an operator's own networks and {@code lines.yaml} to lines and coordinates of a prefix. GeoIP2 lives here.
 *
 * <p>May import: source, net.
 */
@NullMarked
package io.proxima.geo;

import org.jspecify.annotations.NullMarked;
