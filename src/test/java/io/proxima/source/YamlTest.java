package io.proxima.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlTest {
    private final Findings findings = new Findings();

    private Optional<Yaml> read(String text) {
        return Yaml.read("a.yaml", text, findings);
    }

    private List<String> found() {
        return findings.sorted().stream().map(Finding::toString).toList();
    }

    @Test
    void everyNodeKnowsItsPlace() {
        Yaml.Mapping root = (Yaml.Mapping)
                read("# a comment\nzones:\n  - one\n  - {two: 2}\n").orElseThrow();
        Yaml.Entry zones = root.entries().getFirst();
        assertEquals(new Place("a.yaml", 2, 1), zones.place());
        List<Yaml> items = ((Yaml.Sequence) zones.value()).items();
        assertEquals(new Yaml.Scalar(new Place("a.yaml", 3, 5), "one", true), items.get(0));
        Yaml.Entry two = ((Yaml.Mapping) items.get(1)).entries().getFirst();
        assertEquals(new Place("a.yaml", 4, 6), two.place());
        assertEquals(new Place("a.yaml", 4, 11), two.value().place());
        assertEquals(List.of(), found());
    }

    @Test
    void emptyDocumentIsAnEmptyMapping() {
        assertEquals(Optional.of(new Yaml.Mapping(Place.start("a.yaml"), List.of())), read("# nothing\n"));
    }

    @Test
    void textKeepsWhatYamlOnePointOneWouldHaveTurnedIntoABoolean() {
        Yaml.Mapping root = (Yaml.Mapping) read("line: NO").orElseThrow();
        assertEquals("NO", ((Yaml.Scalar) root.entries().getFirst().value()).text());
    }

    @Test
    void onlyPlainScalarsAreNull() {
        Place place = Place.start("a.yaml");
        assertTrue(new Yaml.Scalar(place, "~", true).isNull());
        assertTrue(new Yaml.Scalar(place, "", true).isNull());
        assertEquals(false, new Yaml.Scalar(place, "", false).isNull());
    }

    @Test
    void keyThatStandsTwiceIsAnErrorAndTheFirstStays() {
        Yaml.Mapping root = (Yaml.Mapping) read("a: 1\nb: 2\na: 3\n").orElseThrow();
        assertEquals(2, root.entries().size());
        assertEquals(List.of("a.yaml:3:1: error: key \"a\" stands twice (the first is in line 1)"), found());
    }

    @Test
    void keyThatIsNoSingleValueIsAnError() {
        read("{[a]: 1}");
        assertEquals(List.of("a.yaml:1:2: error: a key must be a single value"), found());
    }

    @Test
    void brokenSyntaxIsReportedWithItsPlace() {
        assertEquals(Optional.empty(), read("a: [1, 2\nb: 3\n"));
        assertEquals(1, found().size());
        assertTrue(found().getFirst().startsWith("a.yaml:2:2: error: this is not YAML: "), found()::getFirst);
    }

    @Test
    void secondDocumentIsAnError() {
        assertEquals(Optional.empty(), read("a: 1\n---\nb: 2\n"));
        assertTrue(found().getFirst().startsWith("a.yaml:2:1: error: this is not YAML: "), found()::getFirst);
    }

    @Test
    void aliasesAreRefusedWithTheirPlace() {
        assertEquals(Optional.empty(), read("a: &x [1]\nb: *x\n"));
        assertEquals(
                List.of("a.yaml:2:4: error: this is not YAML:"
                        + " an alias is not understood here; write the value out"),
                found());
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertEquals(Optional.empty(), read("[".repeat(100_000)));
        assertEquals(List.of("a.yaml:1:65: error: this is not YAML: nested more than 64 deep"), found());
    }

    @Test
    void filesThatCannotBeReadAreFindings(@TempDir Path directory) throws IOException {
        Path latin = Files.write(directory.resolve("latin.yaml"), "a: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        Path missing = directory.resolve("missing.yaml");
        assertEquals(Optional.empty(), Yaml.read(latin, findings));
        assertEquals(Optional.empty(), Yaml.read(missing, findings));
        assertEquals(
                List.of(latin + ":1:1: error: this is not UTF-8", missing + ":1:1: error: there is no such file"),
                found());
    }
}
