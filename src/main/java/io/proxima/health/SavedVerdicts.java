package io.proxima.health;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Verdicts as text, so that a restarted replica goes on where it stopped.
 *
 * <p>A pair a line, fields separated by tabs: {@code up|down}, the instant of the last change in milliseconds, the
 * address, the check; backslash, tab and line ends escaped as in Java. One that is damped has another line behind it:
 * {@code damped}, the penalty, the instants of its last fall and of its end, the address, the check. What is unsettled is not
 * kept: nobody knows it any more at the next start.
 */
public final class SavedVerdicts {
    private SavedVerdicts() {}

    /** The verdicts, a line each. */
    public static String encode(Map<Pair, Verdict> verdicts) {
        StringBuilder text = new StringBuilder(verdicts.size() * 48);
        verdicts.forEach((pair, verdict) -> {
            line(text, pair, verdict.up() ? "up" : "down", verdict.changedAtMillis());
            if (verdict.held() instanceof Held.Damped(double penalty, long atMillis, long untilMillis)) {
                line(text, pair, "damped", penalty, atMillis, untilMillis);
            }
        });
        return text.toString();
    }

    private static void line(StringBuilder text, Pair pair, Object... fields) {
        for (Object field : fields) {
            text.append(field).append('\t');
        }
        text.append(escape(pair.address()))
                .append('\t')
                .append(escape(pair.check()))
                .append('\n');
    }

    /** The verdicts in a text; lines that are none (a torn write, another format) are passed over. */
    public static Map<Pair, Verdict> decode(String text) {
        Map<Pair, Verdict> verdicts = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            decodeLine(line.split("\t", -1), verdicts);
        }
        return verdicts;
    }

    private static void decodeLine(String[] fields, Map<Pair, Verdict> into) {
        boolean damped = fields[0].equals("damped");
        if (fields.length != (damped ? 6 : 4) || !(damped || fields[0].equals("up") || fields[0].equals("down"))) {
            return;
        }
        try {
            Pair pair = new Pair(
                    fields[fields.length - 1].translateEscapes(), fields[fields.length - 2].translateEscapes());
            if (pair.check().isEmpty() || pair.address().isEmpty()) {
                return;
            }
            if (!damped) {
                long changedAt = Long.parseLong(fields[1]);
                if (changedAt >= 0) {
                    into.put(pair, new Verdict(fields[0].equals("up"), false, changedAt));
                }
                return;
            }
            double penalty = Double.parseDouble(fields[1]);
            Held held = new Held.Damped(penalty, Long.parseLong(fields[2]), Long.parseLong(fields[3]));
            if (penalty > 0 && Double.isFinite(penalty)) {
                into.computeIfPresent(
                        pair,
                        (_, verdict) -> verdict.up()
                                ? verdict
                                : new Verdict(false, false, false, verdict.changedAtMillis(), held));
            }
        } catch (IllegalArgumentException notOurs) {
            return;
        }
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
