package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Yaml;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code choose}, which word is which rule, and the keys that one rule alone has. */
final class RuleReader {
    private static final String CONSISTENT_HASH = "consistent-hash";
    private static final String NEAREST = "nearest";
    private static final Pattern DISTANCE = Pattern.compile("(\\d{1,8})(m|km)");
    /** Half of the way around the globe, and nothing is farther. */
    private static final int MAX_METRES = 20_100_000;

    private static final Map<String, Rule> RULES = Map.of(
            "line",
            new Rule.Line(),
            NEAREST,
            new Rule.Nearest(0),
            "failover",
            new Rule.Failover(),
            "weighted",
            new Rule.Weighted(),
            "round-robin",
            new Rule.RoundRobin(),
            "random",
            new Rule.Random(),
            CONSISTENT_HASH,
            new Rule.ConsistentHash(new Rule.Key.Network(24, 56)),
            "all",
            new Rule.All());
    private static final Set<String> NOT_BUILT = Set.of("fastest", "least-loaded");
    private static final String KEY_HINT = "key: {ipv4: 24, ipv6: 56}, or key: line";

    private final Fields fields;
    private final Findings findings;

    private RuleReader(Fields fields, Findings findings) {
        this.fields = fields;
        this.findings = findings;
    }

    /** The rule that a group writes; empty where it writes none, or, with a finding, another word. */
    static Optional<Rule> read(Fields fields, Findings findings) {
        return new RuleReader(fields, findings).read();
    }

    private Optional<Rule> read() {
        Optional<Yaml.Scalar> choose = fields.scalar("choose");
        Optional<Yaml> key = fields.yaml("key");
        Optional<Integer> within = fields.value("within", RuleReader::metres);
        if (choose.isEmpty()) {
            if (!fields.has("choose")) {
                onlyFor("key", CONSISTENT_HASH);
                onlyFor("within", NEAREST);
            }
            return Optional.empty();
        }
        Rule rule = RULES.get(choose.get().text());
        if (rule == null) {
            unknown(choose.get());
            return Optional.empty();
        }
        if (!(rule instanceof Rule.Nearest)) {
            onlyFor("within", NEAREST);
        }
        if (rule instanceof Rule.ConsistentHash) {
            return key.isEmpty() ? Optional.of(rule) : key.flatMap(this::key).map(Rule.ConsistentHash::new);
        }
        onlyFor("key", CONSISTENT_HASH);
        return Optional.of(rule instanceof Rule.Nearest ? new Rule.Nearest(within.orElse(0)) : rule);
    }

    private void unknown(Yaml.Scalar choose) {
        if (NOT_BUILT.contains(choose.text())) {
            findings.error(
                    choose.place(),
                    "choose: " + choose.text() + " is not available yet",
                    "available: " + String.join(", ", new TreeSet<>(RULES.keySet())));
        } else {
            findings.error(
                    choose.place(),
                    "unknown rule \"" + choose.text() + "\"",
                    Fields.hint(choose.text(), RULES.keySet()));
        }
    }

    private void onlyFor(String key, String rule) {
        if (fields.has(key)) {
            findings.error(fields.placeOf(key), "\"" + key + "\" is for choose: " + rule + " alone", null);
        }
    }

    private static int metres(String text) {
        Matcher matcher = DISTANCE.matcher(text);
        if (matcher.matches()) {
            long metres = Long.parseLong(matcher.group(1)) * (matcher.group(2).equals("m") ? 1 : 1000);
            if (metres <= MAX_METRES) {
                return (int) metres;
            }
        }
        throw new IllegalArgumentException(
                "must be a distance such as 100km or 500m, at most 20100km, not \"" + text + "\"");
    }

    private Optional<Rule.Key> key(Yaml yaml) {
        if (yaml instanceof Yaml.Scalar scalar) {
            if (scalar.text().equals("line")) {
                return Optional.of(new Rule.Key.BestLine());
            }
            findings.error(scalar.place(), "unknown key \"" + scalar.text() + "\"", KEY_HINT);
            return Optional.empty();
        }
        Fields lengths = new Fields(yaml, "\"key\"", findings);
        int ipv4Bits = lengths.integer("ipv4", 1, 32).orElse(24);
        int ipv6Bits = lengths.integer("ipv6", 1, 128).orElse(56);
        lengths.done();
        return Optional.of(new Rule.Key.Network(ipv4Bits, ipv6Bits));
    }
}
