package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import io.proxima.wire.Name;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the {@code names} of a policy file. */
final class NameReader {
    private static final int MAX_ANSWERS = 64;

    private final Name apex;
    private final PoolRefs refs;
    private final Findings findings;

    NameReader(Name apex, PoolRefs refs, Findings findings) {
        this.apex = apex;
        this.refs = refs;
        this.findings = findings;
    }

    Map<Name, SteeredName> read(List<Yaml.Entry> entries) {
        Map<Name, SteeredName> names = new LinkedHashMap<>();
        for (Yaml.Entry entry : entries) {
            Optional<Name> owner = owner(entry);
            Fields fields = new Fields(entry.value(), "name \"" + entry.key() + "\"", findings);
            Optional<PoolRef> pool = fields.required(
                            "pool", "name \"" + entry.key() + "\"", entry.place(), "pool: POOL")
                    .flatMap(refs::read);
            OptionalInt answers = fields.integer("answers", 1, MAX_ANSWERS);
            SteeredName.Ttl ttl = fields.yaml("ttl").flatMap(this::ttl).orElse(null);
            boolean ecs = fields.value("ecs", NameReader::onOrOff).orElse(true);
            fields.done();
            if (owner.isEmpty() || pool.isEmpty()) {
                continue;
            }
            SteeredName name = new SteeredName(owner.get(), pool.get(), answers, ttl, ecs, entry.place());
            SteeredName first = names.putIfAbsent(owner.get(), name);
            if (first != null) {
                findings.error(
                        entry.place(),
                        "name \"" + entry.key() + "\" stands twice",
                        "the first is in line " + first.place().line());
            }
        }
        return names;
    }

    private Optional<Name> owner(Yaml.Entry entry) {
        try {
            Name owner = Name.parse(entry.key(), apex);
            if (!owner.isAtOrBelow(apex)) {
                findings.error(entry.place(), "\"" + entry.key() + "\" is not in the zone " + apex, null);
                return Optional.empty();
            }
            OwnerNames.warnOfMissingDot(entry.key(), owner, apex, entry.place(), findings);
            return Optional.of(owner);
        } catch (IllegalArgumentException e) {
            findings.error(entry.place(), "no name: " + e.getMessage(), null);
            return Optional.empty();
        }
    }

    private Optional<SteeredName.Ttl> ttl(Yaml yaml) {
        if (yaml instanceof Yaml.Scalar scalar) {
            try {
                int seconds = seconds(scalar.text());
                return Optional.of(new SteeredName.Ttl(seconds, seconds));
            } catch (IllegalArgumentException e) {
                findings.error(scalar.place(), "\"ttl\": " + e.getMessage(), "or {steady: 60s, unsettled: 5s}");
                return Optional.empty();
            }
        }
        Fields fields = new Fields(yaml, "\"ttl\"", findings);
        fields.required("steady", "\"ttl\"", fields.place(), "{steady: 60s, unsettled: 5s}");
        Optional<Integer> steady = fields.value("steady", NameReader::seconds);
        Optional<Integer> unsettled = fields.value("unsettled", NameReader::seconds);
        fields.done();
        if (steady.isEmpty()) {
            return Optional.empty();
        }
        warnOfLongUnsettled(steady.get(), unsettled.orElse(null), fields.placeOf("unsettled"));
        return Optional.of(new SteeredName.Ttl(steady.get(), unsettled.orElse(steady.get())));
    }

    private void warnOfLongUnsettled(int steady, @Nullable Integer unsettled, Place place) {
        if (unsettled != null && unsettled > steady) {
            findings.warning(
                    place,
                    "the TTL while something is changing is longer than the steady one",
                    "at most " + steady + "s");
        }
    }

    private static boolean onOrOff(String text) {
        return switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("must be on or off, not \"" + text + "\"");
        };
    }

    /** RFC 2181 section 8: 0 to 2^31 - 1. */
    private static int seconds(String text) {
        Duration duration = Fields.parseDuration(text);
        if (duration.toMillis() % 1000 != 0 || duration.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "must be whole seconds, at most " + Integer.MAX_VALUE + "s, not \"" + text + "\"");
        }
        return (int) duration.toSeconds();
    }
}
