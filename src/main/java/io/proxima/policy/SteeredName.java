package io.proxima.policy;

import io.proxima.source.Place;
import io.proxima.wire.Name;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An owner name whose addresses are chosen.
 *
 * @param owner absolute; its first label may be {@code *}
 * @param answers at most so many addresses a response; empty for the rule's own number
 * @param ttl null for the zone file's
 * @param ecs whether a client subnet in the query chooses; if not, the resolver's address always does
 */
public record SteeredName(
        Name owner,
        PoolRef pool,
        OptionalInt answers,
        @Nullable Ttl ttl,
        boolean ecs,
        Place place) {

    /** Seconds, while all is steady and while something is changing. */
    public record Ttl(int steadySeconds, int unsettledSeconds) {}
}
