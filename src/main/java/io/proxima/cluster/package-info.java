/**
 * Votes and overrides shared between replicas. Hazelcast lives here.
 *
 * <p>May import: health.
 */
@NullMarked
package io.proxima.cluster;

import org.jspecify.annotations.NullMarked;
