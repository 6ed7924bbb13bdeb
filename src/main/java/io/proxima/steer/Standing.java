package io.proxima.steer;

import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a plan's addresses: their verdicts, and what operators say of their members, which stands above.
 *
 * @param verdicts by address number
 * @param overrides by address number, those of members that have one
 */
record Standing(List<Verdict> verdicts, Map<Integer, MemberOverride> overrides) {
    Standing {
        verdicts = List.copyOf(verdicts);
        overrides = Map.copyOf(overrides);
    }

    /** @param overrides by the member's key */
    static Standing of(PoolPlan plan, Function<Pair, Verdict> verdicts, Map<String, MemberOverride> overrides) {
        List<PlanAddress> addresses = plan.addresses();
        Map<Integer, MemberOverride> numbered = new HashMap<>();
        Verdict[] known = new Verdict[addresses.size()];
        for (int i = 0; i < known.length; i++) {
            PlanAddress address = addresses.get(i);
            Pair pair = address.pair();
            known[i] = pair == null ? Verdict.INITIAL : verdicts.apply(pair);
            MemberOverride override = overrides.get(address.member());
            if (override != null) {
                numbered.put(i, override);
            }
        }
        return new Standing(List.of(known), numbered);
    }

    Verdict verdict(int address) {
        return verdicts.get(address);
    }

    boolean isOverridden(int address) {
        return override(address) != null;
    }

    /** Whether an address is served; {@code asIfUp} where all are that are neither drained nor forced down. */
    boolean serves(int address, boolean asIfUp) {
        MemberOverride override = override(address);
        return override == null ? asIfUp || verdicts.get(address).up() : override.word() == OverrideWord.FORCE_UP;
    }

    /** Asked of every address whenever one of them turns: where nobody is overridden, as mostly, no number is boxed for it. */
    private @Nullable MemberOverride override(int address) {
        return overrides.isEmpty() ? null : overrides.get(address);
    }
}
