/**
 * Pure functions from probe results and votes to verdicts: rise and fall, freshness, quorum.
 *
 * <p>May import: nothing of ours.
 */
@NullMarked
package io.proxima.health;

import org.jspecify.annotations.NullMarked;
