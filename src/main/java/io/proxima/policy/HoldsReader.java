package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Yaml;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code hold-down} and {@code damping} of a check. */
final class HoldsReader {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final double MOST = 1000;
    private static final String HINT = "damping: on, off, or {half-life: 2m, suppress: 3, reuse: 1, max-hold: 10m}";

    private final Findings findings;

    private HoldsReader(Findings findings) {
        this.findings = findings;
    }

    /** What a check's keys say; with a finding, what is misread counts as not written. */
    static Holds read(Fields fields, Findings findings) {
        HoldsReader reader = new HoldsReader(findings);
        return new Holds(
                duration(fields, "hold-down").orElse(Duration.ZERO),
                fields.yaml("damping").flatMap(reader::damping).orElse(null));
    }

    private Optional<Holds.Damping> damping(Yaml yaml) {
        if (yaml instanceof Yaml.Scalar scalar) {
            return switch (scalar.text()) {
                case "on" -> Optional.of(Holds.Damping.USUAL);
                case "off" -> Optional.empty();
                default -> {
                    findings.error(scalar.place(), "unknown damping \"" + scalar.text() + "\"", HINT);
                    yield Optional.empty();
                }
            };
        }
        Holds.Damping usual = Holds.Damping.USUAL;
        Findings own = new Findings();
        Fields fields = new Fields(yaml, "\"damping\"", own);
        Holds.Damping damping = new Holds.Damping(
                duration(fields, "half-life").orElse(usual.halfLife()),
                fields.value("suppress", HoldsReader::penalty).orElse(usual.suppress()),
                fields.value("reuse", HoldsReader::penalty).orElse(usual.reuse()),
                duration(fields, "max-hold").orElse(usual.maxHold()));
        fields.done();
        findings.addAll(own);
        return !own.hasErrors() && fits(damping, fields) ? Optional.of(damping) : Optional.empty();
    }

    /** Whether a penalty can come to {@code suppress}, and from there down to {@code reuse}. */
    private boolean fits(Holds.Damping damping, Fields fields) {
        if (damping.reuse() >= damping.suppress()) {
            findings.error(
                    fields.placeOf(fields.has("reuse") ? "reuse" : "suppress"),
                    "\"reuse\" must be below \"suppress\": " + number(damping.reuse()) + " is not below "
                            + number(damping.suppress()),
                    null);
            return false;
        }
        double ceiling = damping.reuse()
                * Math.pow(
                        2,
                        (double) damping.maxHold().toMillis()
                                / damping.halfLife().toMillis());
        if (damping.suppress() > ceiling) {
            findings.error(
                    fields.placeOf(fields.has("suppress") ? "suppress" : "max-hold"),
                    "\"suppress\": a penalty of " + number(damping.suppress()) + " is never reached; it stays at "
                            + number(ceiling) + " or below, so that it is at \"reuse\" after \"max-hold\"",
                    "a longer max-hold, a shorter half-life or a smaller suppress");
            return false;
        }
        return true;
    }

    private static Optional<Duration> duration(Fields fields, String key) {
        return fields.value(key, text -> {
            Duration duration = Fields.parseDuration(text);
            if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("must be longer than nothing and at most 1d, not \"" + text + "\"");
            }
            return duration;
        });
    }

    private static double penalty(String text) {
        if (text.matches("\\d{1,4}(\\.\\d{1,3})?")) {
            double penalty = Double.parseDouble(text);
            if (penalty > 0 && penalty <= MOST) {
                return penalty;
            }
        }
        throw new IllegalArgumentException(
                "must be a number above 0 and at most 1000, such as 3 or 0.75, not \"" + text + "\"");
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.2f", value).replaceFirst("0$", "");
    }
}
