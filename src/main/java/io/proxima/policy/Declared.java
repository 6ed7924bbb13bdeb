package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The checks, sites and pools that a policy file declares, and which of them it uses. */
final class Declared {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,62}");

    /** For so many unknown names one is looked for that may have been meant; with thousands that would take long. */
    private static final int SUGGESTIONS_AT_MOST = 100;

    /** What can be declared by a name of one's own choice. */
    enum Kind {
        CHECK("check"),
        SITE("site"),
        POOL("pool");

        final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    private final Findings findings;
    private final Map<Kind, Map<String, Place>> places = new EnumMap<>(Kind.class);
    private final Map<Kind, Set<String>> used = new EnumMap<>(Kind.class);

    private int unknown;

    Declared(Findings findings) {
        this.findings = findings;
        for (Kind kind : EnumSet.allOf(Kind.class)) {
            places.put(kind, new LinkedHashMap<>());
            used.put(kind, new HashSet<>());
        }
    }

    /** Takes the keys of a section; one that cannot be a name becomes a finding, and is known nevertheless. */
    void declare(Kind kind, List<Yaml.Entry> entries) {
        for (Yaml.Entry entry : entries) {
            if (!IDENTIFIER.matcher(entry.key()).matches()) {
                findings.error(
                        entry.place(),
                        "\"" + entry.key() + "\" cannot be the name of a " + kind.word,
                        "at most 63 letters, digits, hyphens and underscores");
            }
            of(places, kind).put(entry.key(), entry.place());
        }
    }

    /** A name that something refers to; empty, with a finding, where nothing of that name is declared. */
    Optional<String> use(Kind kind, Yaml.Scalar reference) {
        return use(kind, reference.text(), reference.place());
    }

    Optional<String> use(Kind kind, String name, Place place) {
        Map<String, Place> known = of(places, kind);
        if (!known.containsKey(name)) {
            String hint = known.isEmpty()
                    ? "no " + kind.word + " is declared; add it under " + kind.word + "s"
                    : unknown++ < SUGGESTIONS_AT_MOST ? Fields.hint(name, known.keySet()) : null;
            findings.error(place, "unknown " + kind.word + " \"" + name + "\"", hint);
            return Optional.empty();
        }
        of(used, kind).add(name);
        return Optional.of(name);
    }

    /** The name at a key, if it is written and declared. */
    Optional<String> use(Kind kind, Fields fields, String key) {
        return fields.scalar(key).flatMap(scalar -> use(kind, scalar));
    }

    /** Warns of what is declared and never used. */
    void warnOfUnused(PoolRefs refs) {
        for (Kind kind : Kind.values()) {
            of(places, kind).forEach((name, place) -> {
                if (!of(used, kind).contains(name)) {
                    findings.warning(
                            place,
                            kind.word + " \"" + name + "\" is never used",
                            kind == Kind.POOL
                                    ? "unless another zone names it absolutely: " + refs.absolute(name)
                                    : null);
                }
            });
        }
    }

    private static <T> T of(Map<Kind, T> map, Kind kind) {
        T value = map.get(kind);
        if (value == null) {
            throw new IllegalStateException("a kind without a place: " + kind);
        }
        return value;
    }
}
