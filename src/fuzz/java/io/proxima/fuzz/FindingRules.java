package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What must hold of whatever is said of a file: it has a place in it, and fits on a line of a terminal. */
final class FindingRules {
    private FindingRules() {}

    /**
     * Asserts it of all findings.
     *
     * @param files the text of each file by the name that findings call it
     */
    static void check(Findings findings, Map<String, String> files) {
        List<Finding> sorted = findings.sorted();
        Map<String, List<String>> lines = new HashMap<>();
        files.forEach((file, text) -> lines.put(file, lines(file, text)));
        for (Finding finding : sorted) {
            assertOneLine(finding.message(), finding);
            if (finding.hint() != null) {
                assertOneLine(finding.hint(), finding);
            }
            List<String> file = lines.get(finding.place().file());
            assertInside(finding.place(), Objects.requireNonNull(file, finding::toString), finding);
        }
        assertEquals(sorted.stream().anyMatch(finding -> finding.level() == Finding.Level.ERROR), findings.hasErrors());
    }

    private static void assertOneLine(String sentence, Finding finding) {
        assertFalse(sentence.isBlank(), finding::toString);
        assertTrue(
                sentence.codePoints().noneMatch(point -> Character.isISOControl(point) || isLineBreak(point)),
                finding::toString);
    }

    private static boolean isLineBreak(int point) {
        return point == '\n' || point == '\r' || point == 0x85 || point == 0x2028 || point == 0x2029;
    }

    /** One past the end of a line, or of the file, is where something is missing. */
    private static void assertInside(Place place, List<String> lines, Finding finding) {
        assertTrue(place.line() >= 1 && place.column() >= 1, finding::toString);
        assertTrue(place.line() <= lines.size(), () -> "of " + lines.size() + " lines: " + finding);
        String line = lines.get(place.line() - 1);
        int columns = line.codePointCount(0, line.length());
        assertTrue(place.column() <= columns + 1, () -> "of " + columns + " columns: " + finding);
    }

    /**
     * A carriage return alone ends a line in YAML (1.2 section 5.4), but is a blank in a master file. The last octet of all
     * ends nothing that anybody could point behind.
     */
    private static List<String> lines(String file, String text) {
        return List.of(text.split(file.endsWith(".yaml") ? "\r\n|\n|\r(?!\\z)" : "\n", -1));
    }

    /** The text that octets make, one character for each that an editor would show. */
    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
