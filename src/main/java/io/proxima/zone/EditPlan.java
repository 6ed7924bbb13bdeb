package io.proxima.zone;

import io.proxima.wire.Name;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of which entry of a file, by ordinals, and what is added after which. */
final class EditPlan {
    private final Map<Integer, Step> steps = new HashMap<>();
    private final Map<Integer, List<Added>> added = new HashMap<>();

    /** What becomes of a record. */
    sealed interface Step {
        /** It vanishes. */
        record Remove() implements Step {}

        /**
         * It is written anew where it must be.
         *
         * @param rdata null where they stay
         */
        record Write(@Nullable Rdata rdata, long ttl) implements Step {}
    }

    /** A record that is new. */
    record Added(Name owner, int type, long ttl, Rdata rdata) {}

    /** An RRset goes. */
    void delete(Survey.Target target) {
        target.spots().forEach(spot -> steps.put(spot.ordinal(), new Step.Remove()));
    }

    /**
     * An RRset is to be these records. Those that stand there stay; new ones take the places of those that go, and the rest
     * comes after the last.
     *
     * @param beside where they come if none of them stands there
     */
    void put(Survey.Target target, ZoneChange.Put change, List<Rdata> wanted, int beside) {
        Map<ByteBuffer, Rdata> missing = new LinkedHashMap<>();
        wanted.forEach(rdata -> missing.put(ByteBuffer.wrap(rdata.canonical()), rdata));
        List<Survey.Spot> leaving = new ArrayList<>();
        List<ByteBuffer> staying = new ArrayList<>();
        int last = beside;
        for (Survey.Spot spot : target.spots()) {
            if (missing.containsKey(spot.rdata())) {
                staying.add(spot.rdata());
                last = spot.ordinal();
                if (spot.ttl() != change.ttlSeconds()) {
                    steps.put(spot.ordinal(), new Step.Write(null, change.ttlSeconds()));
                }
            } else {
                leaving.add(spot);
            }
        }
        staying.forEach(missing::remove);
        List<Rdata> coming = new ArrayList<>(missing.values());
        for (int i = 0; i < leaving.size(); i++) {
            int ordinal = leaving.get(i).ordinal();
            if (i < coming.size()) {
                steps.put(ordinal, new Step.Write(coming.get(i), change.ttlSeconds()));
                last = staying.isEmpty() ? ordinal : Math.max(last, ordinal);
            } else {
                steps.put(ordinal, new Step.Remove());
            }
        }
        for (int i = leaving.size(); i < coming.size(); i++) {
            added.computeIfAbsent(last, _ -> new ArrayList<>())
                    .add(new Added(change.owner(), change.type(), change.ttlSeconds(), coming.get(i)));
        }
    }

    /** A record's RDATA are these. */
    void write(int ordinal, Rdata rdata, long ttl) {
        steps.put(ordinal, new Step.Write(rdata, ttl));
    }

    /** Whether nothing becomes of anything. */
    boolean isEmpty() {
        return steps.isEmpty() && added.isEmpty();
    }

    @Nullable
    Step step(int ordinal) {
        return steps.get(ordinal);
    }

    List<Added> addedAfter(int ordinal) {
        return added.getOrDefault(ordinal, List.of());
    }
}
