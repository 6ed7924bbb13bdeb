package io.proxima.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
    @Test
    void printedByPlaceWithLevelAndHint() {
        Findings findings = new Findings();
        findings.error(new Place("b.yaml", 1, 1), "wrong", null);
        findings.warning(new Place("a.yaml", 10, 2), "odd", "do this");
        findings.error(new Place("a.yaml", 9, 7), "bad", null);
        findings.error(new Place("a.yaml", 9, 3), "bad too", null);
        assertEquals(
                List.of(
                        "a.yaml:9:3: error: bad too",
                        "a.yaml:9:7: error: bad",
                        "a.yaml:10:2: warning: odd (do this)",
                        "b.yaml:1:1: error: wrong"),
                findings.sorted().stream().map(Finding::toString).toList());
    }

    @Test
    void whatIsQuotedFromAFileCannotBreakTheLine() {
        Finding finding = new Finding(
                Place.start("a.yaml"),
                Finding.Level.ERROR,
                "unknown key \"a\r\nb\u0085\u2028\u2029é\u001b[2J\"",
                "or\tthis");
        assertEquals("a.yaml:1:1: error: unknown key \"a??b???é?[2J\" (or?this)", finding.toString());
    }

    @Test
    void warningsAreNoErrors() {
        Findings findings = new Findings();
        findings.warning(Place.start("a.yaml"), "odd", null);
        assertFalse(findings.hasErrors());
        Findings others = new Findings();
        others.error(Place.start("a.yaml"), "bad", null);
        findings.addAll(others);
        assertTrue(findings.hasErrors());
        assertEquals(2, findings.sorted().size());
    }
}
