/**
 * Policy files to pools, groups, members, checks and sealed rules; every finding with its place.
 *
 * <p>May import: source, net, wire.
 */
@NullMarked
package io.proxima.policy;

import org.jspecify.annotations.NullMarked;
