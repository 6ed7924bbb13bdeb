package io.proxima.catalog;

import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** Works out the derived verdicts, from pairs that changed and what becomes of watched pools: {@code Derivations}. */
@FunctionalInterface
public interface Deriving {
    /** Gives the derived verdicts that changed; they are {@link Verdict verdicts} like any other by then. */
    Map<Pair, Verdict> derive(Collection<Pair> changed, Function<Pair, Verdict> poolState);
}
