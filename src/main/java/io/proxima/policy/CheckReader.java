package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Yaml;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads the {@code checks} of a policy file. */
final class CheckReader {
    private static final Map<String, Check.Kind> KINDS =
            Map.of("tcp", Check.Kind.TCP, "http", Check.Kind.HTTP, "https", Check.Kind.HTTPS);
    private static final Duration DEFAULT_EVERY = Duration.ofSeconds(5);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MAX_IN_A_ROW = 100;
    private static final int MAX_VANTAGES = 99;
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*");
    private static final Pattern PATH = Pattern.compile("/[!-~]*");

    private final Findings findings;

    CheckReader(Findings findings) {
        this.findings = findings;
    }

    Map<String, Check> read(List<Yaml.Entry> entries) {
        Map<String, Check> checks = new LinkedHashMap<>();
        entries.forEach(entry -> checks.put(entry.key(), check(entry)));
        return checks;
    }

    private Check check(Yaml.Entry entry) {
        String what = "check \"" + entry.key() + "\"";
        Fields fields = new Fields(entry.value(), what, findings);
        Optional<Check.Kind> kind = kind(fields, entry, what);
        String path = fields.value("path", CheckReader::path).orElse("/");
        Optional<String> host = fields.value("host", CheckReader::host);
        OptionalInt port = fields.integer("port", 1, 65_535);
        List<Integer> expect = expect(fields);
        boolean verify = fields.flag("verify").orElse(true);
        Optional<Duration> every = duration(fields, "every");
        Optional<Duration> timeout = duration(fields, "timeout");
        int fall = fields.integer("fall", 1, MAX_IN_A_ROW).orElse(2);
        int rise = fields.integer("rise", 1, MAX_IN_A_ROW).orElse(2);
        int vantages = fields.integer("vantages", 1, MAX_VANTAGES).orElse(3);
        Holds holds = HoldsReader.read(fields, findings);
        fields.done();

        Duration interval = every.orElse(DEFAULT_EVERY);
        if (timeout.isPresent() && timeout.get().compareTo(interval) > 0) {
            findings.error(
                    fields.placeOf("timeout"),
                    what + " has a timeout longer than its interval",
                    "at most \"every\", which is " + millis(interval) + (every.isPresent() ? "" : " by default"));
        }
        kind.ifPresent(read -> fit(read, fields, entry, what));
        return new Check(
                entry.key(),
                kind.orElse(Check.Kind.TCP),
                path,
                host.orElse(null),
                port.orElse(kind.orElse(Check.Kind.TCP) == Check.Kind.HTTPS ? 443 : 80),
                expect,
                verify,
                interval,
                timeout.orElse(DEFAULT_TIMEOUT.compareTo(interval) < 0 ? DEFAULT_TIMEOUT : interval),
                fall,
                rise,
                vantages,
                holds,
                entry.place());
    }

    private Optional<Check.Kind> kind(Fields fields, Yaml.Entry entry, String what) {
        Optional<Yaml.Scalar> scalar = fields.required("kind", what, entry.place(), "kind: tcp, http or https");
        if (scalar.isEmpty()) {
            return Optional.empty();
        }
        Check.Kind kind = KINDS.get(scalar.get().text());
        if (kind == null) {
            findings.error(
                    scalar.get().place(),
                    "unknown kind of check \"" + scalar.get().text() + "\"",
                    Fields.hint(scalar.get().text(), KINDS.keySet()));
        }
        return Optional.ofNullable(kind);
    }

    /** What the kind needs, and what it never looks at. */
    private void fit(Check.Kind kind, Fields fields, Yaml.Entry entry, String what) {
        if (kind == Check.Kind.TCP && !fields.has("port")) {
            findings.error(entry.place(), what + " is of kind tcp but has no port", "add a port");
        }
        List<String> idle = switch (kind) {
            case TCP -> List.of("path", "host", "expect", "verify");
            case HTTP -> List.of("verify");
            case HTTPS -> List.of();
        };
        idle.stream()
                .filter(fields::has)
                .forEach(key -> findings.warning(
                        fields.placeOf(key),
                        "\"" + key + "\" is never looked at by a check of kind "
                                + kind.name().toLowerCase(Locale.ROOT),
                        null));
    }

    private List<Integer> expect(Fields fields) {
        List<Integer> expect = fields.filledList("expect", text -> {
            if (!text.matches("[1-5]\\d\\d")) {
                throw new IllegalArgumentException("must be status codes from 100 to 599, not \"" + text + "\"");
            }
            return Integer.valueOf(text);
        });
        return expect.isEmpty() ? List.of(200) : expect;
    }

    private Optional<Duration> duration(Fields fields, String key) {
        return fields.value(key, text -> {
            Duration duration = Fields.parseDuration(text);
            if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("must be longer than nothing and at most 1d, not \"" + text + "\"");
            }
            return duration;
        });
    }

    private static String path(String text) {
        if (!PATH.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must start with \"/\" and have neither spaces nor letters beyond ASCII, not \"" + text + "\"");
        }
        return text;
    }

    private static String host(String text) {
        if (!HOST.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a host name without port, not \"" + text + "\"");
        }
        return text;
    }

    private static String millis(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
