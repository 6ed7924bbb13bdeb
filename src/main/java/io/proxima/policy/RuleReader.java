package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Yaml;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads {@code choose}: which word is which rule. */
final class RuleReader {
    private static final Map<String, Rule> RULES = Map.of(
            "line", new Rule.Line(),
            "nearest", new Rule.Nearest(),
            "failover", new Rule.Failover(),
            "weighted", new Rule.Weighted(),
            "round-robin", new Rule.RoundRobin(),
            "random", new Rule.Random(),
            "all", new Rule.All());
    private static final Set<String> NOT_BUILT = Set.of("fastest", "least-loaded", "consistent-hash");

    private RuleReader() {}

    /** The rule that a group writes; empty, with a finding, where it writes another word. */
    static Optional<Rule> read(Yaml.Scalar choose, Findings findings) {
        Rule rule = RULES.get(choose.text());
        if (rule != null) {
            return Optional.of(rule);
        }
        if (NOT_BUILT.contains(choose.text())) {
            findings.error(
                    choose.place(),
                    "choose: " + choose.text() + " is not available yet",
                    "available: " + String.join(", ", new TreeMap<>(RULES).keySet()));
        } else {
            findings.error(
                    choose.place(),
                    "unknown rule \"" + choose.text() + "\"",
                    Fields.hint(choose.text(), RULES.keySet()));
        }
        return Optional.empty();
    }
}
