/**
 * Pure: a pool compiled to nodes, their live states, and the walk that draws or, with a recorder, explains.
 *
 * <p>May import: net, policy, geo, health.
 */
@NullMarked
package io.proxima.steer;

import org.jspecify.annotations.NullMarked;
