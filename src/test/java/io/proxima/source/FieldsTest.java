package io.proxima.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private final Findings findings = new Findings();

    private Fields fields(String text) {
        return new Fields(Yaml.read("a.yaml", text, findings).orElseThrow(), "the test", findings);
    }

    private List<String> found() {
        return findings.sorted().stream().map(Finding::toString).toList();
    }

    @Test
    void valuesOfEveryType() {
        Fields fields = fields("{t: a text, i: -3, f: true, d: 5s, l: [1, 2], m: {k: v}}");
        assertEquals(Optional.of("a text"), fields.text("t"));
        assertEquals(OptionalInt.of(-3), fields.integer("i", -5, 5));
        assertEquals(Optional.of(true), fields.flag("f"));
        assertEquals(Optional.of(Duration.ofSeconds(5)), fields.duration("d"));
        assertEquals(List.of(1, 2), fields.list("l", Integer::valueOf));
        assertEquals("k", fields.entries("m").getFirst().key());
        fields.done();
        assertEquals(List.of(), found());
    }

    @Test
    void missingAndNullKeysAreEmpty() {
        Fields fields = fields("nothing: ~\n");
        assertEquals(Optional.empty(), fields.text("nothing"));
        assertTrue(fields.has("nothing"));
        assertFalse(fields.has("missing"));
        assertEquals(OptionalInt.empty(), fields.integer("missing", 0, 1));
        assertEquals(List.of(), fields.items("missing"));
        assertEquals(List.of(), fields.entries("missing"));
        assertEquals(new Place("a.yaml", 1, 1), fields.placeOf("missing"));
    }

    @Test
    void wrongTypesAreFindingsAtTheValue() {
        Fields fields = fields("i: many\nf: yes\nd: 5\nl: {}\nm: []\nt: [a]\ns: [[a]]\n");
        fields.integer("i", 1, 9);
        fields.flag("f");
        fields.duration("d");
        fields.items("l");
        fields.entries("m");
        fields.text("t");
        fields.list("s", text -> text);
        assertEquals(
                List.of(
                        "a.yaml:1:4: error: \"i\": must be a whole number from 1 to 9, not \"many\"",
                        "a.yaml:2:4: error: \"f\": must be true or false, not \"yes\"",
                        "a.yaml:3:4: error: \"d\": must be a duration such as 200ms, 5s, 3m, 2h or 1d, not \"5\"",
                        "a.yaml:4:4: error: \"l\" must be a list, not a mapping",
                        "a.yaml:5:4: error: \"m\" must be a mapping, not a list",
                        "a.yaml:6:4: error: \"t\" must be a single value, not a list",
                        "a.yaml:7:5: error: an item of \"s\" must be a single value"),
                found());
    }

    @Test
    void whatIsNoMappingHasNoKeys() {
        Fields fields = fields("[a, b]");
        assertEquals(Optional.empty(), fields.text("a"));
        assertEquals(List.of("a.yaml:1:1: error: the test must be a mapping, not a list"), found());
    }

    @Test
    void integersReachTheEndsOfTheirRange() {
        Fields fields = fields("{max: 2147483647, over: 2147483648, min: 0}");
        assertEquals(OptionalInt.of(Integer.MAX_VALUE), fields.integer("max", 0, Integer.MAX_VALUE));
        assertEquals(OptionalInt.empty(), fields.integer("over", 0, Integer.MAX_VALUE));
        assertEquals(OptionalInt.of(0), fields.integer("min", 0, Integer.MAX_VALUE));
        assertEquals(1, found().size());
    }

    @Test
    void durationsInEveryUnit() {
        assertEquals(Duration.ofMillis(200), Fields.parseDuration("200ms"));
        assertEquals(Duration.ofMinutes(3), Fields.parseDuration("3m"));
        assertEquals(Duration.ofHours(2), Fields.parseDuration("2h"));
        assertEquals(Duration.ofDays(1), Fields.parseDuration("1d"));
        assertThrows(IllegalArgumentException.class, () -> Fields.parseDuration("-1s"));
        assertThrows(IllegalArgumentException.class, () -> Fields.parseDuration("1 s"));
    }

    @Test
    void unknownKeysAreReportedWithTheNearestKnownOne() {
        Fields fields = fields("wieght: 1\ncolour: red\n");
        fields.integer("weight", 0, 9);
        fields.text("site");
        fields.done();
        assertEquals(
                List.of(
                        "a.yaml:1:1: error: unknown key \"wieght\" (did you mean \"weight\"?)",
                        "a.yaml:2:1: error: unknown key \"colour\" (known: site, weight)"),
                found());
    }

    @Test
    void hintPrefersTheNearest() {
        assertEquals("did you mean \"web\"?", Fields.hint("wep", List.of("wall", "web")));
        assertEquals("known: ab, cd", Fields.hint("xy", List.of("cd", "ab")));
        assertNull(Fields.hint("x", List.of()));
    }
}
