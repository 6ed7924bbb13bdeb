package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Yaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the {@code checks} of a policy file: what all have here, what one kind asks in a reader of its own. */
final class CheckReader {
    private static final Duration DEFAULT_EVERY = Duration.ofSeconds(5);

    /** Where nothing is sent, looking often costs nothing. */
    private static final Duration DEFAULT_LOOK = Duration.ofSeconds(1);

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration DEFAULT_FAST = Duration.ofSeconds(1);
    private static final double DEFAULT_JITTER = 0.1;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MAX_IN_A_ROW = 100;
    private static final int MAX_VANTAGES = 99;

    /** By their names, in the order in which sentences name them. */
    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        List<String> tls = List.of("verify", "ca", "certificate", "key");
        List<String> http =
                List.of("path", "host", "method", "request-headers", "expect", "headers", "body", "body-limit");
        KINDS.put("tcp", new Kind(keys(List.of(), List.of()), true, 0, entry -> new Ask.Tcp()));
        KINDS.put("http", new Kind(keys(http, List.of()), true, 80, entry -> HttpAskReader.read(entry, false)));
        KINDS.put("https", new Kind(keys(http, tls), true, 443, entry -> HttpAskReader.read(entry, true)));
        KINDS.put(
                "dns",
                new Kind(
                        keys(List.of("question", "type", "expect", "answer"), List.of()),
                        true,
                        53,
                        DnsAskReader::read));
        KINDS.put("grpc", new Kind(keys(List.of("service", "host", "tls"), tls), true, 0, TlsReader::grpc));
        KINDS.put("tls", new Kind(keys(List.of("host", "expires-within"), tls), true, 443, TlsReader::certificate));
        KINDS.put("icmp", new Kind(Set.of("timeout", "source"), false, 0, entry -> new Ask.Icmp()));
        KINDS.put("exec", new Kind(Set.of("timeout", "port", "command"), false, 0, OwnAskReader::exec));
        KINDS.put("push", new Kind(Set.of("token-file", "ttl"), false, 0, OwnAskReader::push));
    }

    private static final Set<String> SOMEONES_KEYS =
            KINDS.values().stream().flatMap(kind -> kind.keys().stream()).collect(Collectors.toUnmodifiableSet());

    private final Findings findings;
    private final Path folder;

    /**
     * One kind of check.
     *
     * @param keys what it looks at besides what all do
     * @param connects whether it needs a port
     * @param port the one it takes where none is written; 0 where one must be
     */
    private record Kind(Set<String> keys, boolean connects, int port, Function<CheckEntry, Ask> reader) {}

    /** A reader for one file. */
    CheckReader(Findings findings, Path folder) {
        this.findings = findings;
        this.folder = folder;
    }

    Map<String, Check> read(List<Yaml.Entry> entries) {
        Map<String, Check> checks = new LinkedHashMap<>();
        entries.forEach(entry -> checks.put(entry.key(), check(entry)));
        return checks;
    }

    private Check check(Yaml.Entry yaml) {
        String what = "check \"" + yaml.key() + "\"";
        Fields fields = new Fields(yaml.value(), what, findings);
        CheckEntry entry = new CheckEntry(fields, what, yaml.place(), findings, folder);
        Optional<String> name = fields.required(
                        "kind", what, yaml.place(), "kind: " + Fields.alternatives(KINDS.keySet()))
                .flatMap(this::known);
        Optional<Kind> kind = name.map(KINDS::get);
        Pace pace = pace(entry, name.filter("push"::equals).isPresent());
        int fall = fields.integer("fall", 1, MAX_IN_A_ROW).orElse(2);
        int rise = fields.integer("rise", 1, MAX_IN_A_ROW).orElse(2);
        int vantages = fields.integer("vantages", 1, MAX_VANTAGES).orElse(3);
        Holds holds = HoldsReader.read(fields, findings);
        Source source = SourceReader.read(entry);
        int port = kind.filter(Kind::connects)
                .map(read -> entry.port(read.port()))
                .orElseGet(() -> fields.integer("port", 1, 65_535).orElse(0));
        Ask ask = kind.map(read -> read.reader().apply(entry)).orElseGet(Ask.Tcp::new);
        passOver(entry, name.orElse(""), kind.map(Kind::keys).orElse(SOMEONES_KEYS));
        fields.done();
        return new Check(yaml.key(), ask, port, pace, source, fall, rise, vantages, holds, yaml.place());
    }

    private Optional<String> known(Yaml.Scalar scalar) {
        if (!KINDS.containsKey(scalar.text())) {
            findings.error(
                    scalar.place(),
                    "unknown kind of check \"" + scalar.text() + "\"",
                    Fields.hint(scalar.text(), KINDS.keySet()));
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    /** What only other kinds look at. */
    private void passOver(CheckEntry entry, String kind, Set<String> keys) {
        Fields fields = entry.fields();
        SOMEONES_KEYS.stream().sorted().forEach(key -> {
            var _ = fields.yaml(key);
            if (fields.has(key) && !keys.contains(key)) {
                findings.warning(
                        fields.placeOf(key), "\"" + key + "\" is never looked at by a check of kind " + kind, null);
            }
        });
    }

    private Pace pace(CheckEntry entry, boolean sendsNothing) {
        Fields fields = entry.fields();
        Optional<Duration> every = duration(fields, "every");
        Optional<Duration> timeout = duration(fields, "timeout");
        Optional<Duration> fast = duration(fields, "fast");
        double jitter = fields.value("jitter", CheckReader::percent).orElse(DEFAULT_JITTER);
        Duration interval = every.orElse(sendsNothing ? DEFAULT_LOOK : DEFAULT_EVERY);
        String most = "at most \"every\", which is " + millis(interval) + (every.isPresent() ? "" : " by default");
        if (timeout.isPresent() && timeout.get().compareTo(interval) > 0 && !sendsNothing) {
            findings.error(fields.placeOf("timeout"), entry.what() + " has a timeout longer than its interval", most);
        }
        if (fast.isPresent() && fast.get().compareTo(interval) > 0) {
            findings.error(fields.placeOf("fast"), entry.what() + " is slower while unsettled than otherwise", most);
        }
        return new Pace(
                interval,
                timeout.orElse(shorter(DEFAULT_TIMEOUT, interval)),
                fast.orElse(shorter(DEFAULT_FAST, interval)),
                jitter);
    }

    /** A duration longer than nothing and at most a day. */
    static Optional<Duration> duration(Fields fields, String key) {
        return fields.value(key, text -> {
            Duration duration = Fields.parseDuration(text);
            if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("must be longer than nothing and at most 1d, not \"" + text + "\"");
            }
            return duration;
        });
    }

    private static double percent(String text) {
        if (!text.matches("([0-4]?\\d|50)%")) {
            throw new IllegalArgumentException("must be a percentage from 0% to 50%, not \"" + text + "\"");
        }
        return Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String millis(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** The keys of a kind that connects. */
    private static Set<String> keys(List<String> own, List<String> more) {
        return Stream.of(List.of("timeout", "source", "port"), own, more)
                .flatMap(List::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
