/**
 * Runs checks on Vert.x clients: schedule, jitter, one result a probe.
 *
 * <p>May import: net, policy, health.
 */
@NullMarked
package io.proxima.probe;

import org.jspecify.annotations.NullMarked;
