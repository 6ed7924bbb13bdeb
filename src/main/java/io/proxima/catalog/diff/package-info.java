/**
 * What differs between two releases, in an operator's words: records, policies, lines, databases and other files.
 *
 * <p>May import, as all of catalog: source, net, wire, zone, policy, geo, health, steer.
 */
@NullMarked
package io.proxima.catalog.diff;

import org.jspecify.annotations.NullMarked;
