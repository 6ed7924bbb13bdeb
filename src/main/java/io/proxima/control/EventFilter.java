package io.proxima.control;

import io.proxima.catalog.Catalog;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.steer.PoolPlan;
import io.proxima.store.Entry;
import io.proxima.store.JournalReader;
import io.proxima.store.JournalRecord;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which records somebody wants to hear of.
 *
 * @param kinds by their names
 * @param pool {@code edge} or {@code example.com/edge}; null for all. It narrows what is said of pairs and members only
 */
record EventFilter(Set<String> kinds, @Nullable String pool) {

    /** The kinds that can be heard of, by their names. */
    static Set<String> all() {
        Set<String> all = new TreeSet<>(Entry.KINDS.keySet());
        all.remove("snapshot");
        return all;
    }

    /**
     * Reads what a request says.
     *
     * @param kinds with commas between; null for all
     * @param pool null for all
     * @throws ProblemException if a kind is none, or no pool is called so
     */
    static EventFilter parse(@Nullable String kinds, @Nullable String pool, Catalog catalog) {
        Set<String> all = all();
        Set<String> wanted = new TreeSet<>(kinds == null ? all : Arrays.asList(kinds.split(",", -1)));
        wanted.stream().filter(kind -> !all.contains(kind)).findFirst().ifPresent(kind -> {
            throw new ProblemException(Problem.badRequest(
                    "kinds: \"" + kind + "\" is no kind of event (" + String.join(", ", all) + ")", "kinds"));
        });
        EventFilter filter = new EventFilter(wanted, pool);
        if (pool != null && filter.plans(catalog).findAny().isEmpty()) {
            throw new ProblemException(Problem.badRequest(
                    "pool: no pool is called \"" + pool + "\" (write POOL or ZONE/POOL, as ./proxima status has it)",
                    "pool"));
        }
        return filter;
    }

    /** Whether a record is wanted, where these are the pool's pairs. */
    boolean takes(JournalRecord record, Set<Pair> pairs) {
        return JournalReader.isNews(record.entry())
                && kinds.contains(record.kind())
                && (pool == null
                        || switch (record.entry()) {
                            case Entry.VerdictChanged said -> pairs.contains(new Pair(said.check(), said.address()));
                            case Entry.Moved said -> pairs.contains(new Pair(said.check(), said.address()));
                            case Entry.Overridden said -> isCalled(said.zone(), said.pool());
                            default -> true;
                        });
    }

    /** What is probed of the pool; nothing where all pools are wanted. */
    Set<Pair> pairs(Catalog catalog) {
        return pool == null
                ? Set.of()
                : plans(catalog).flatMap(plan -> plan.pairs().stream()).collect(Collectors.toUnmodifiableSet());
    }

    private Stream<PoolPlan> plans(Catalog catalog) {
        return catalog.pools().stream()
                .filter(plan ->
                        plan.members().stream().map(PoolMember::pool).anyMatch(of -> isCalled(plan.zone(), of)));
    }

    private boolean isCalled(String zone, String of) {
        return pool != null
                && (pool.equals(of)
                        || pool.equals(zone + "/" + of)
                        || pool.equals(zone.replaceFirst("\\.$", "/") + of));
    }
}
