package io.proxima.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one YAML mapping, read one by one by a loader that knows their types.
 *
 * <p>What has the wrong type becomes a finding, and the loader goes on with nothing or the default. {@link #done} at the
 * end reports keys that nobody asked for, with the nearest known one. Confined to one thread.
 */
public final class Fields {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private final Place place;
    private final Findings findings;
    private final Map<String, Yaml.Entry> unread = new LinkedHashMap<>();
    private final Map<String, Yaml.Entry> all = new LinkedHashMap<>();
    private final List<String> known = new ArrayList<>();
    private final boolean hasKeys;

    /** The keys of a mapping; anything else becomes a finding and has no keys. */
    public Fields(Yaml yaml, String what, Findings findings) {
        this.place = yaml.place();
        this.findings = findings;
        boolean nothing = yaml instanceof Yaml.Scalar scalar && scalar.isNull();
        this.hasKeys = nothing || yaml instanceof Yaml.Mapping;
        if (yaml instanceof Yaml.Mapping mapping) {
            mapping.entries().forEach(entry -> {
                unread.put(entry.key(), entry);
                all.put(entry.key(), entry);
            });
        } else if (!nothing) {
            findings.error(yaml.place(), what + " must be a mapping, not " + yaml.kind(), null);
        }
    }

    /** Where the mapping begins. */
    public Place place() {
        return place;
    }

    /** The value of a key as it stands, or empty where it is missing or null. */
    public Optional<Yaml> yaml(String key) {
        known.add(key);
        unread.remove(key);
        return isNothing(key) ? Optional.empty() : Optional.ofNullable(written(key));
    }

    /** Where a key stands, or the mapping where it is missing. */
    public Place placeOf(String key) {
        Yaml.Entry entry = all.get(key);
        return entry == null ? place : entry.place();
    }

    /** Whether a key is written at all, even with nothing behind it. */
    public boolean has(String key) {
        return all.containsKey(key);
    }

    /** A single value with its place. */
    public Optional<Yaml.Scalar> scalar(String key) {
        return yaml(key).flatMap(yaml -> {
            if (!(yaml instanceof Yaml.Scalar scalar)) {
                findings.error(yaml.place(), "\"" + key + "\" must be a single value, not " + yaml.kind(), null);
                return Optional.<Yaml.Scalar>empty();
            }
            return Optional.of(scalar);
        });
    }

    /** A single value with its place; that it is missing is reported at {@code where}, as "WHAT has no KEY". */
    public Optional<Yaml.Scalar> required(String key, String what, Place where, @Nullable String hint) {
        if (hasKeys && isNothing(key)) {
            findings.error(where, what + " has no " + key, hint);
        }
        return scalar(key);
    }

    /** A single value, parsed; an {@code IllegalArgumentException}'s message becomes the finding. */
    public <T> Optional<T> value(String key, Function<String, T> parse) {
        return scalar(key).flatMap(scalar -> parse(scalar, key, parse));
    }

    /** A text. */
    public Optional<String> text(String key) {
        return value(key, Function.identity());
    }

    /** A whole number within bounds. */
    public OptionalInt integer(String key, int min, int max) {
        Optional<Integer> value = value(key, text -> {
            if (!text.matches("-?\\d{1,10}") || Long.parseLong(text) < min || Long.parseLong(text) > max) {
                throw new IllegalArgumentException(
                        "must be a whole number from " + min + " to " + max + ", not \"" + text + "\"");
            }
            return Integer.parseInt(text);
        });
        return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> flag(String key) {
        return value(key, text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false, not \"" + text + "\"");
        });
    }

    /** A duration: a whole number with ms, s, m, h or d. */
    public Optional<Duration> duration(String key) {
        return value(key, Fields::parseDuration);
    }

    /** Reads {@code 200ms}, {@code 5s}, {@code 3m}, {@code 2h}, {@code 1d}. */
    public static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be a duration such as 200ms, 5s, 3m, 2h or 1d, not \"" + text + "\"");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** The items of a list; empty where the key is missing. */
    public List<Yaml> items(String key) {
        return yaml(key)
                .map(yaml -> {
                    if (yaml instanceof Yaml.Sequence sequence) {
                        return sequence.items();
                    }
                    findings.error(yaml.place(), "\"" + key + "\" must be a list, not " + yaml.kind(), null);
                    return List.<Yaml>of();
                })
                .orElse(List.of());
    }

    /** The items of a list of single values, each parsed; what does not parse is left out, with a finding. */
    public <T> List<T> list(String key, Function<String, T> parse) {
        List<T> values = new ArrayList<>();
        for (Yaml item : items(key)) {
            if (item instanceof Yaml.Scalar scalar) {
                parse(scalar, key, parse).ifPresent(values::add);
            } else {
                findings.error(item.place(), "an item of \"" + key + "\" must be a single value", null);
            }
        }
        return List.copyOf(values);
    }

    /** Whether a key is written with an empty list or nothing behind it. */
    public boolean isEmptyList(String key) {
        boolean empty =
                written(key) instanceof Yaml.Sequence list && list.items().isEmpty();
        return has(key) && (empty || isNothing(key));
    }

    /** A list as {@link #list}; that it is written but empty is reported. */
    public <T> List<T> filledList(String key, Function<String, T> parse) {
        if (isEmptyList(key)) {
            findings.error(placeOf(key), "\"" + key + "\" is empty", null);
        }
        return list(key, parse);
    }

    /** The entries of a mapping below a key; empty where the key is missing. */
    public List<Yaml.Entry> entries(String key) {
        return yaml(key)
                .map(yaml -> {
                    if (yaml instanceof Yaml.Mapping mapping) {
                        return mapping.entries();
                    }
                    findings.error(yaml.place(), "\"" + key + "\" must be a mapping, not " + yaml.kind(), null);
                    return List.<Yaml.Entry>of();
                })
                .orElse(List.of());
    }

    /** Reports every key that was not asked for. */
    public void done() {
        for (Yaml.Entry entry : unread.values()) {
            findings.error(entry.place(), "unknown key \"" + entry.key() + "\"", hint(entry.key(), known));
        }
    }

    /** "did you mean …" where a known word is near, else the known words, the first of many; null where none is known. */
    public static @Nullable String hint(String word, Collection<String> known) {
        return Spelling.hint(word, known);
    }

    /** "a, b or c". */
    public static String alternatives(Collection<String> words) {
        List<String> listed = List.copyOf(words);
        int last = listed.size() - 1;
        return last < 1
                ? String.join("", listed)
                : String.join(", ", listed.subList(0, last)) + " or " + listed.get(last);
    }

    /** The known word that is at most two slips of the pen away, the first of the nearest. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        return Spelling.nearest(word, known);
    }

    private @Nullable Yaml written(String key) {
        Yaml.Entry entry = all.get(key);
        return entry == null ? null : entry.value();
    }

    private boolean isNothing(String key) {
        Yaml value = written(key);
        return value == null || (value instanceof Yaml.Scalar scalar && scalar.isNull());
    }

    private <T> Optional<T> parse(Yaml.Scalar scalar, String key, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(scalar.text()));
        } catch (IllegalArgumentException e) {
            findings.error(scalar.place(), "\"" + key + "\": " + e.getMessage(), null);
            return Optional.empty();
        }
    }
}
