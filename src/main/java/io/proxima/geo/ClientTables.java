package io.proxima.geo;

import io.proxima.net.LookupTable;
import io.proxima.net.PrefixMap;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The tables that queries read, made from one map of clients: one instance however many pools tell the same clients apart.
 *
 * <p>Pools keep their tables alive; one that no pool has any more is not kept. Any thread may use it; two that ask for the
 * same table at a time wait for each other, so it is for loading.
 */
public final class ClientTables {
    private final PrefixMap classes;
    private final ConcurrentHashMap<List<Integer>, WeakReference<LookupTable>> tables = new ConcurrentHashMap<>();

    ClientTables(PrefixMap classes) {
        this.classes = classes;
    }

    /** Every address to its client class. */
    public LookupTable table() {
        return tableOf(List.of());
    }

    /**
     * Every address to what its client class becomes; clients of one number are told apart no more, neither in their depth.
     *
     * @param merged by class; two arrays of the same numbers give the same table
     */
    public LookupTable table(int[] merged) {
        boolean same = IntStream.range(0, merged.length).allMatch(known -> merged[known] == known);
        return same ? table() : tableOf(Arrays.stream(merged).boxed().toList());
    }

    /** @param merged by class, or empty for the classes themselves */
    private LookupTable tableOf(List<Integer> merged) {
        @Nullable LookupTable[] made = new @Nullable LookupTable[1]; // holds it until the caller does
        tables.compute(merged, (_, before) -> {
            made[0] = before == null ? null : before.get();
            if (before != null && made[0] != null) {
                return before;
            }
            LookupTable table = (merged.isEmpty() ? classes : classes.map(merged::get)).forLookups();
            made[0] = table;
            return new WeakReference<>(table);
        });
        tables.values().removeIf(table -> table.refersTo(null));
        return Objects.requireNonNull(made[0]);
    }
}
