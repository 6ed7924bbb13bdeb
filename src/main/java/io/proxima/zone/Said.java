package io.proxima.zone;

import io.proxima.source.Finding;
import io.proxima.wire.Name;
import org.jspecify.annotations.Nullable;

/**
 * A finding and whom it is about.
 *
 * @param about the owner whose records it is about, or null where it is about an entry that is no record of the zone
 */
record Said(Finding finding, @Nullable Name about) {}
