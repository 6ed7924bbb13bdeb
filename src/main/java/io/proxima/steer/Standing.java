package io.proxima.steer;

import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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
        for (int i = 0; i < addresses.size(); i++) {
            MemberOverride override = overrides.get(addresses.get(i).member());
            if (override != null) {
                numbered.put(i, override);
            }
        }
        return new Standing(
                addresses.stream()
                        .map(PlanAddress::pair)
                        .map(pair -> pair == null ? Verdict.INITIAL : verdicts.apply(pair))
                        .toList(),
                numbered);
    }

    Verdict verdict(int address) {
        return verdicts.get(address);
    }

    boolean isOverridden(int address) {
        return overrides.containsKey(address);
    }

    /** Whether an address is served; {@code asIfUp} where all are that are neither drained nor forced down. */
    boolean serves(int address, boolean asIfUp) {
        MemberOverride override = overrides.get(address);
        return override == null ? asIfUp || verdicts.get(address).up() : override.word() == OverrideWord.FORCE_UP;
    }
}
