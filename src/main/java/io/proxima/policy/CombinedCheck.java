package io.proxima.policy;

import io.proxima.source.Place;
import java.util.List;

/**
 * A check that probes nothing itself: its verdict on an address follows from those of other checks, or of a pool.
 */
public record CombinedCheck(String name, Formula formula, Place place) {

    /** What it follows from. */
    public sealed interface Formula {
        /** At least so many of these checks, by name; all of them and any of them are written apart. */
        record AtLeast(int least, List<String> checks) implements Formula {}

        /** Up while the check is down. */
        record Not(String check) implements Formula {}

        /** Up while a pool has the address's family up. */
        record PoolUp(PoolRef pool) implements Formula {}
    }

    /** The checks of the same policy that it names; each is a {@link Check} or another combined one. */
    public List<String> checks() {
        return switch (formula) {
            case Formula.AtLeast several -> several.checks();
            case Formula.Not(String check) -> List.of(check);
            case Formula.PoolUp _ -> List.of();
        };
    }

    /** What it says, as an operator would: {@code all of web, api}. */
    public String words() {
        return switch (formula) {
            case Formula.AtLeast(int least, List<String> checks) ->
                (least == checks.size() ? "all" : least == 1 ? "any" : "at least " + least) + " of "
                        + String.join(", ", checks);
            case Formula.Not(String check) -> "not " + check;
            case Formula.PoolUp(PoolRef pool) -> "pool " + pool.pool() + " of " + pool.zone();
        };
    }
}
