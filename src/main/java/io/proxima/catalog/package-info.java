/**
 * A release compiled for answering: members bound to addresses, encoded leaves, live state; the one door from slow to fast.
 *
 * <p>May import: net, source, wire, zone, policy, geo, health, steer.
 */
@NullMarked
package io.proxima.catalog;

import org.jspecify.annotations.NullMarked;
