package io.proxima.policy;

import io.proxima.source.Place;
import org.jspecify.annotations.Nullable;

/**
 * A tree whose leaves are members.
 *
 * @param root the tree, or null for the flat pool: the steered name's own RRset, every weight 1, chosen by {@code flatRule}
 * @param flatRule how a flat pool chooses, {@code all} where nothing is written
 * @param flatCheck a flat pool's check by name, or null
 * @param stability how the root, or the flat pool, goes on while members are down
 */
public record Pool(
        String name,
        @Nullable Group root,
        Rule flatRule,
        @Nullable String flatCheck,
        Stability stability,
        AllDown allDown,
        Place place) {}
