package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads those {@code checks} of a policy file that combine others. */
final class CombinedReader {
    private static final int MAX_OF = 1_000;
    /** Each of these makes a check a combined one. */
    private static final List<String> WAYS = List.of("all-of", "any-of", "at-least", "not", "pool");

    /** What every check that asks something may have. */
    private static final List<String> OF_PROBES =
            List.of("every", "timeout", "fall", "rise", "vantages", "jitter", "fast", "source");

    private static final String HOW =
            "all-of: [CHECK, …], any-of: [CHECK, …], at-least: 2 with of: [CHECK, …], not: CHECK, or pool: POOL";

    private final Declared declared;
    private final PoolRefs refs;
    private final Findings findings;

    CombinedReader(Declared declared, PoolRefs refs, Findings findings) {
        this.declared = declared;
        this.refs = refs;
        this.findings = findings;
    }

    /** Whether an entry of {@code checks} combines others, well or badly. */
    static boolean isCombined(Yaml.Entry entry) {
        return entry.value() instanceof Yaml.Mapping mapping
                && mapping.entries().stream()
                        .anyMatch(field ->
                                WAYS.contains(field.key()) || field.key().equals("of"));
    }

    Map<String, CombinedCheck> read(List<Yaml.Entry> entries) {
        Map<String, CombinedCheck> checks = new LinkedHashMap<>();
        for (Yaml.Entry entry : entries) {
            check(entry).ifPresent(check -> checks.put(entry.key(), check));
        }
        return checks;
    }

    private Optional<CombinedCheck> check(Yaml.Entry entry) {
        String what = "check \"" + entry.key() + "\"";
        Fields fields = new Fields(entry.value(), what, findings);
        if (fields.has("kind")) {
            fields.yaml("kind");
            findings.error(
                    fields.placeOf("kind"),
                    what + " combines others, so it has no kind of its own",
                    "make what it asks a check of its own, and name that here");
        }
        for (String key : OF_PROBES) {
            if (fields.has(key)) {
                fields.yaml(key);
                findings.warning(
                        fields.placeOf(key),
                        "\"" + key + "\" is never looked at in a check that combines others",
                        "set it at the checks that it combines");
            }
        }
        fields.yaml("at-least");
        fields.yaml("of");
        List<String> ways = WAYS.stream().filter(fields::has).toList();
        if (ways.size() > 1) {
            findings.error(
                    entry.place(),
                    what + " combines in more than one way: " + String.join(", ", ways),
                    "give each a check of its own, and combine those");
        }
        Optional<CombinedCheck.Formula> formula = Optional.empty();
        for (String way : WAYS) { // each is read, so that none is an unknown key
            Optional<CombinedCheck.Formula> read = formula(way, fields, what, entry.place());
            formula = formula.or(() -> read);
        }
        if (!fields.has("at-least")) {
            if (ways.isEmpty()) {
                fields.required("at-least", what, entry.place(), HOW);
            }
            if (fields.has("of")) {
                checks(fields, "of");
                if (!ways.isEmpty()) {
                    GroupChecks.neverLookedAt(fields, List.of("of"), "without at-least", findings);
                }
            }
        }
        fields.done();
        return formula.map(read -> new CombinedCheck(entry.key(), read, entry.place()));
    }

    private Optional<CombinedCheck.Formula> formula(String way, Fields fields, String what, Place place) {
        return switch (way) {
            case "all-of" -> several(fields, way, Integer.MAX_VALUE);
            case "any-of" -> several(fields, way, 1);
            case "at-least" -> atLeast(fields, what, place);
            case "not" -> declared.use(Declared.Kind.CHECK, fields, way).map(CombinedCheck.Formula.Not::new);
            default -> fields.scalar(way).flatMap(refs::read).map(CombinedCheck.Formula.PoolUp::new);
        };
    }

    private Optional<CombinedCheck.Formula> several(Fields fields, String way, int least) {
        List<String> checks = checks(fields, way);
        return checks.isEmpty()
                ? Optional.empty()
                : Optional.of(new CombinedCheck.Formula.AtLeast(Math.min(least, checks.size()), checks));
    }

    private Optional<CombinedCheck.Formula> atLeast(Fields fields, String what, Place place) {
        if (!fields.has("at-least")) {
            return Optional.empty();
        }
        OptionalInt least = fields.integer("at-least", 1, MAX_OF);
        if (!fields.has("of")) {
            findings.error(place, what + " has at-least but no of", "of: [CHECK, …]");
        }
        List<String> checks = checks(fields, "of");
        int written = fields.items("of").size();
        if (least.isPresent() && written > 0 && least.getAsInt() > written) {
            findings.error(
                    fields.placeOf("at-least"),
                    what + " needs " + least.getAsInt() + " of " + written + " checks, so it can never be up",
                    "at most " + written);
        }
        return least.isEmpty() || checks.isEmpty()
                ? Optional.empty()
                : Optional.of(new CombinedCheck.Formula.AtLeast(least.getAsInt(), checks));
    }

    private List<String> checks(Fields fields, String key) {
        if (fields.isEmptyList(key)) {
            findings.error(fields.placeOf(key), "\"" + key + "\" is empty", null);
        }
        Map<String, Place> seen = new LinkedHashMap<>();
        List<String> checks = new ArrayList<>();
        for (Yaml item : fields.items(key)) {
            if (!(item instanceof Yaml.Scalar scalar)) {
                findings.error(
                        item.place(),
                        "an item of \"" + key + "\" must be the name of a check, not " + item.kind(),
                        "make it a check of its own, and name that here");
                continue;
            }
            Place first = seen.putIfAbsent(scalar.text(), scalar.place());
            if (first != null) {
                findings.error(
                        scalar.place(),
                        "check \"" + scalar.text() + "\" stands twice in \"" + key + "\"",
                        "the first is in line " + first.line());
                continue;
            }
            declared.use(Declared.Kind.CHECK, scalar).ifPresent(checks::add);
        }
        return List.copyOf(checks);
    }
}
