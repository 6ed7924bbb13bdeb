/**
 * Puts geographic databases in place from public package registries: download, integrity, unpacking.
 *
 * <p>Part of the room geo; may import: source, net.
 */
@NullMarked
package io.proxima.geo.fetch;

import org.jspecify.annotations.NullMarked;
