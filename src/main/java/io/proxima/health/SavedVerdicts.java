package io.proxima.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Verdicts as text, so that a restarted replica goes on where it stopped.
 *
 * <p>A pair a line, fields separated by tabs: {@code up|down}, the instant of the last change in milliseconds, the
 * address, the check; backslash, tab and line ends escaped as in Java. What is unsettled is not kept: nobody knows it
 * any more at the next start.
 */
public final class SavedVerdicts {
    private SavedVerdicts() {}

    /** The verdicts, a line each. */
    public static String encode(Map<Pair, Verdict> verdicts) {
        StringBuilder text = new StringBuilder(verdicts.size() * 48);
        verdicts.forEach((pair, verdict) -> text.append(verdict.up() ? "up" : "down")
                .append('\t')
                .append(verdict.changedAtMillis())
                .append('\t')
                .append(escape(pair.address()))
                .append('\t')
                .append(escape(pair.check()))
                .append('\n'));
        return text.toString();
    }

    /** The verdicts in a text; lines that are none (a torn write, another format) are passed over. */
    public static Map<Pair, Verdict> decode(String text) {
        Map<Pair, Verdict> verdicts = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            decodeLine(line).ifPresent(entry -> verdicts.put(entry.getKey(), entry.getValue()));
        }
        return verdicts;
    }

    private static Optional<Map.Entry<Pair, Verdict>> decodeLine(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 4 || !(fields[0].equals("up") || fields[0].equals("down"))) {
            return Optional.empty();
        }
        try {
            long changedAt = Long.parseLong(fields[1]);
            Pair pair = new Pair(fields[3].translateEscapes(), fields[2].translateEscapes());
            if (changedAt < 0 || pair.check().isEmpty() || pair.address().isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(Map.entry(pair, new Verdict(fields[0].equals("up"), false, changedAt)));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }
}
