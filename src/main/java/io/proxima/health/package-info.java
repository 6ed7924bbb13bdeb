/**
 * Pure functions from probe results and votes to verdicts: rise and fall, freshness, quorum; and what stands above
 * verdicts, an operator's word.
 *
 * <p>May import: nothing of ours.
 */
@NullMarked
package io.proxima.health;

import org.jspecify.annotations.NullMarked;
