/**
 * Votes, overrides and releases shared between replicas. Hazelcast lives here.
 *
 * <p>May import: health, store.
 */
@NullMarked
package io.proxima.cluster;

import org.jspecify.annotations.NullMarked;
