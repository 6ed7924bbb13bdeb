package io.proxima.health;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Registers as text, so that a restarted replica knows what operators said.
 *
 * <p>A register a line, fields separated by tabs: counter, node, word, until, set at (milliseconds; until {@code -} for
 * never), owner, zone, pool, member, reason; backslash, tab and line ends escaped as in Java. The last line holds how many
 * lines there are and the CRC-32C of all before it, so that a torn text is told from a whole one.
 */
public final class SavedOverrides {
    private static final int FIELDS = 10;

    private SavedOverrides() {}

    /** The registers, a line each, and the last line. */
    public static String encode(List<OverrideRegister> registers) {
        StringBuilder text = new StringBuilder(registers.size() * 96);
        for (OverrideRegister register : registers) {
            MemberOverride override = register.override();
            text.append(String.join(
                            "\t",
                            String.valueOf(register.counter()),
                            escape(register.node()),
                            override.word().text(),
                            override.untilMillis() == MemberOverride.NO_END
                                    ? "-"
                                    : String.valueOf(override.untilMillis()),
                            String.valueOf(override.setAtMillis()),
                            escape(override.owner()),
                            escape(register.member().zone()),
                            escape(register.member().pool()),
                            escape(register.member().member()),
                            escape(override.reason())))
                    .append('\n');
        }
        return text.append(seal(text.toString(), registers.size())).toString();
    }

    /** The registers of a text; empty where it is torn, altered or none. */
    public static Optional<List<OverrideRegister>> decode(String text) {
        int last = text.lastIndexOf("end\t");
        if (last < 0 || (last > 0 && text.charAt(last - 1) != '\n')) {
            return Optional.empty();
        }
        String body = text.substring(0, last);
        List<String> lines = body.lines().toList();
        if (!text.substring(last).equals(seal(body, lines.size()))) {
            return Optional.empty();
        }
        List<OverrideRegister> registers = new ArrayList<>();
        for (String line : lines) {
            Optional<OverrideRegister> register = decodeLine(line.split("\t", -1));
            if (register.isEmpty()) {
                return Optional.empty();
            }
            registers.add(register.get());
        }
        return Optional.of(registers);
    }

    private static String seal(String body, int lines) {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return "end\t" + lines + "\t" + String.format(Locale.ROOT, "%08x", crc.getValue()) + "\n";
    }

    private static Optional<OverrideRegister> decodeLine(String[] fields) {
        if (fields.length != FIELDS) {
            return Optional.empty();
        }
        try {
            PoolMember member = new PoolMember(
                    fields[6].translateEscapes(), fields[7].translateEscapes(), fields[8].translateEscapes());
            long counter = Long.parseLong(fields[0]);
            long until = fields[3].equals("-") ? MemberOverride.NO_END : Long.parseLong(fields[3]);
            long setAt = Long.parseLong(fields[4]);
            return OverrideWord.of(fields[2])
                    .map(word -> new OverrideRegister(
                            member,
                            counter,
                            fields[1].translateEscapes(),
                            new MemberOverride(
                                    word,
                                    until,
                                    fields[5].translateEscapes(),
                                    fields[9].translateEscapes(),
                                    setAt,
                                    false)));
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
