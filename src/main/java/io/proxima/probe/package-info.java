/**
 * Runs checks: schedule, jitter, one result a probe; over Vert.x's sockets, ping sockets, and programs.
 *
 * <p>May import: net, policy, health.
 */
@NullMarked
package io.proxima.probe;

import org.jspecify.annotations.NullMarked;
