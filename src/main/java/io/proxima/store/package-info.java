/**
 * What is kept on disk of the past: the journal of changes, and the releases that were in force.
 *
 * <p>May import: source, zone, policy, geo, health, catalog.
 */
@NullMarked
package io.proxima.store;

import org.jspecify.annotations.NullMarked;
