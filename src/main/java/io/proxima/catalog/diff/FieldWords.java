package io.proxima.catalog.diff;

import io.proxima.policy.CombinedCheck;
import io.proxima.policy.Detection;
import io.proxima.policy.FileText;
import io.proxima.policy.PoolRef;
import io.proxima.policy.RecoverWithin;
import io.proxima.policy.Rule;
import io.proxima.policy.Statuses;
import io.proxima.policy.TextRule;
import io.proxima.policy.UpAtLeast;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a policy's record says, field by field, in words. Made of the record's own components, so that a key that policies learn
 * is compared from the day they have it. Places in files are left out; what may be a secret is told by a few digits of its hash.
 */
final class FieldWords {
    /** Components that are only ours: what is in them stands one level higher in the file. */
    private static final Set<String> TRANSPARENT = Set.of("ask", "pace", "holds", "stability");
    /** Headers whose values are credentials. */
    private static final Set<String> SECRET_HEADERS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token");

    private FieldWords() {}

    /** The fields that say something. */
    static SortedMap<String, String> of(Record said, Set<String> without) {
        SortedMap<String, String> words = new TreeMap<>();
        collect(said, "", without, words);
        return words;
    }

    private static void collect(Record said, String prefix, Set<String> without, Map<String, String> into) {
        for (RecordComponent component : said.getClass().getRecordComponents()) {
            Object value = value(component, said);
            String name = component.getName();
            if (value == null || value instanceof Place || without.contains(name)) {
                continue;
            }
            String field = prefix + kebab(name);
            switch (value) {
                case io.proxima.policy.Ask ask -> {
                    into.put(prefix + "kind", ask.kind());
                    collect((Record) ask, prefix, Set.of(), into);
                }
                case Record nested when TRANSPARENT.contains(name) -> collect(nested, prefix, Set.of(), into);
                case Record nested when !isWord(nested) -> collect(nested, field + " ", Set.of(), into);
                case Map<?, ?> map ->
                    map.forEach((key, each) -> into.put(
                            field + " " + key,
                            isSecret(String.valueOf(key)) ? hash(String.valueOf(each)) : word(each)));
                case OptionalInt number -> {
                    if (number.isPresent()) {
                        into.put(field, String.valueOf(number.getAsInt()));
                    }
                }
                default -> into.put(field, word(value));
            }
        }
    }

    private static boolean isSecret(String header) {
        return SECRET_HEADERS.contains(header.toLowerCase(Locale.ROOT));
    }

    private static @Nullable Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("every component of a record of ours can be read: " + component, e);
        }
    }

    /** Whether a record is told in one word rather than field by field. */
    private static boolean isWord(Record value) {
        return value instanceof UpAtLeast
                || value instanceof Statuses
                || value instanceof TextRule
                || value instanceof FileText
                || value instanceof PoolRef
                || value instanceof RecoverWithin
                || value instanceof Rule
                || value instanceof io.proxima.policy.AllDown
                || value instanceof CombinedCheck.Formula;
    }

    /** One value. */
    static String word(Object value) {
        return switch (value) {
            case Duration duration -> Detection.words(duration);
            case Name name -> ZoneDiff.lower(name);
            case InetAddress address -> address.getHostAddress();
            case Enum<?> constant ->
                kebab(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            case List<?> list ->
                String.join(", ", list.stream().map(FieldWords::word).toList());
            case FileText file -> file.file().getFileName() + " (" + hash(file.text()) + ")";
            case PoolRef ref -> ZoneDiff.lower(ref.zone()) + "/" + ref.pool();
            case RecoverWithin promise -> Detection.words(promise.within());
            case Rule rule -> rule((Record) rule);
            case io.proxima.policy.AllDown rule -> rule((Record) rule);
            default -> value.toString();
        };
    }

    /** A rule and what it is given: {@code nearest within-metres 5000}. */
    private static String rule(Record rule) {
        StringBuilder words = new StringBuilder(kebab(rule.getClass().getSimpleName()));
        for (RecordComponent component : rule.getClass().getRecordComponents()) {
            Object value = value(component, rule);
            if (value == null || value instanceof Place) {
                continue;
            }
            String word = value instanceof Record nested && !isWord(nested) ? rule(nested) : word(value);
            words.append(' ').append(kebab(component.getName())).append(' ').append(word);
        }
        return words.toString();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256 " + HexFormat.of().formatHex(digest, 0, 4) + "…";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
