package io.proxima;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The house's plan: which room may import which, where each library lives, and what the query path never touches.
 *
 * <p>The tables here are the plan in code. The same rules are run over {@code io.proxima.rooms}, a house built wrong on
 * purpose, so that a rule that checks nothing is found out.
 */
class RoomsTest {
    private static final String HOUSE = "io.proxima";
    private static final String HOUSE_BUILT_WRONG = "io.proxima.rooms";
    private static final String ROOT = "";
    private static final int LINES_AT_MOST = 300;

    /** Each room and what of ours it may import. The root may import all. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("source", Set.of()),
            Map.entry("net", Set.of()),
            Map.entry("wire", Set.of("net")),
            Map.entry("zone", Set.of("source", "wire")),
            Map.entry("policy", Set.of("source", "net", "wire")),
            Map.entry("geo", Set.of("source", "net")),
            Map.entry("config", Set.of("source", "net")),
            Map.entry("health", Set.of()),
            Map.entry("probe", Set.of("net", "policy", "health")),
            Map.entry("steer", Set.of("net", "policy", "geo", "health")),
            Map.entry("catalog", Set.of("source", "net", "wire", "zone", "policy", "geo", "health", "steer")),
            Map.entry("answer", Set.of("net", "wire", "steer", "catalog")),
            Map.entry("trial", Set.of("net", "wire", "policy", "geo", "steer", "catalog", "answer")),
            Map.entry("server", Set.of("net", "wire", "answer", "catalog")),
            Map.entry("cluster", Set.of("health", "store")),
            Map.entry("store", Set.of("source", "zone", "policy", "geo", "health", "catalog")),
            Map.entry("metrics", Set.of()),
            Map.entry(
                    "control",
                    Set.of(
                            "source", "net", "wire", "zone", "policy", "geo", "config", "health", "probe", "steer",
                            "catalog", "answer", "trial", "cluster", "store", "metrics")),
            Map.entry("cli", Set.of("source", "config", "zone", "policy", "geo", "catalog", "store", "control")),
            Map.entry("demo", Set.of()));

    /** Rooms that are drawn but not built yet. One that is built must leave this list. */
    private static final Set<String> PLANNED = Set.of();

    /** Each library that has a home, and the rooms it may be used in. */
    private static final Map<String, Set<String>> LIBRARIES = Map.ofEntries(
            Map.entry("org.xbill", Set.of("zone", "control")),
            Map.entry("tools.jackson", Set.of("control", "cli", "store")),
            Map.entry("com.hazelcast", Set.of("cluster")),
            Map.entry("com.maxmind", Set.of("geo")),
            Map.entry("org.snakeyaml", Set.of("source")),
            Map.entry("io.micrometer", Set.of("metrics")),
            Map.entry("io.prometheus", Set.of("metrics")),
            Map.entry("picocli", Set.of("cli", ROOT)),
            Map.entry("io.vertx", Set.of("probe", "server", "cluster", "control", "cli", "demo", ROOT)),
            Map.entry("io.netty", Set.of("probe", "server", "demo", ROOT)));

    private static final Set<String> QUERY_PATH = Set.of("wire", "answer");

    /** The names of all rooms, for tests that run once a room. */
    static final List<String> ROOMS = MAY_IMPORT.keySet().stream().sorted().toList();

    /** The names of all libraries that have a home. */
    static final List<String> HOMED = LIBRARIES.keySet().stream().sorted().toList();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(HOUSE);
    private static final JavaClasses CLASSES_BUILT_WRONG = new ClassFileImporter().importPackages(HOUSE_BUILT_WRONG);

    @ParameterizedTest
    @FieldSource("ROOMS")
    void roomImportsOnlyWhatItMay(String room) {
        imports(HOUSE, room).allowEmptyShould(PLANNED.contains(room)).check(CLASSES);
    }

    @ParameterizedTest
    @FieldSource("HOMED")
    void libraryStaysAtHome(String library) {
        library(HOUSE, library).check(CLASSES);
    }

    @Test
    void queryPathHasNoStreamOptionalLoggerOrLock() throws IOException {
        queryPath(HOUSE).check(CLASSES);
        for (String room : QUERY_PATH) {
            assertEquals(List.of(), filesWithLocks(Path.of("src/main/java/io/proxima", room)));
        }
    }

    @Test
    void everyPackageIsARoomOfTheTable() {
        Set<String> built = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.equals(HOUSE) ? ROOT : name.substring(HOUSE.length() + 1))
                .map(name -> name.replaceFirst("\\..*", ""))
                .collect(toCollection(TreeSet::new));
        Set<String> drawn = new TreeSet<>(MAY_IMPORT.keySet());
        drawn.removeAll(PLANNED);
        drawn.add(ROOT);
        assertEquals(drawn, built, "a package that is missing here, or that is built and still said to be planned");
    }

    @Test
    void everyRoomThatIsNamedIsInTheTable() {
        Set<String> known = new TreeSet<>(MAY_IMPORT.keySet());
        known.add(ROOT);
        Stream.of(MAY_IMPORT.values().stream(), LIBRARIES.values().stream(), Stream.of(PLANNED, QUERY_PATH))
                .flatMap(sets -> sets)
                .forEach(named -> assertTrue(known.containsAll(named), () -> named + " are not all rooms"));
    }

    @Test
    void roomsDependOnOneAnotherOnlyDownward() {
        Map<String, Set<String>> left = MAY_IMPORT.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, entry -> new TreeSet<>(entry.getValue()), (a, b) -> a, TreeMap::new));
        while (left.entrySet().removeIf(entry -> Collections.disjoint(entry.getValue(), left.keySet()))) {}
        assertEquals(Map.of(), left, "these rooms stand in a circle");
    }

    @Test
    void noFileIsLongerThanThreeHundredLines() throws IOException {
        assertEquals(List.of(), longFiles(Path.of("src/main/java")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wire", "catalog"})
    void importRuleTellsAWrongHouseFromASoundOne(String room) {
        ArchRule rule = imports(HOUSE_BUILT_WRONG, room);
        assertEquals(
                room.equals("wire"), rule.evaluate(CLASSES_BUILT_WRONG).hasViolation(), "does wire import zone there?");
    }

    @Test
    void otherRulesFindWhatIsWrongInAWrongHouse(@TempDir Path folder) throws IOException {
        assertTrue(library(HOUSE_BUILT_WRONG, "org.xbill")
                .evaluate(CLASSES_BUILT_WRONG)
                .hasViolation());
        assertFalse(library(HOUSE_BUILT_WRONG, "com.hazelcast")
                .evaluate(CLASSES_BUILT_WRONG)
                .hasViolation());
        assertTrue(queryPath(HOUSE_BUILT_WRONG).evaluate(CLASSES_BUILT_WRONG).hasViolation());

        Files.writeString(folder.resolve("Sound.java"), "// synchronized is only spoken of here\n".repeat(300));
        Files.writeString(folder.resolve("Faulty.java"), "synchronized (this) {}\n".repeat(301));
        assertEquals(List.of("Faulty.java"), longFiles(folder));
        assertEquals(List.of("Faulty.java"), filesWithLocks(folder));
    }

    private static ArchRule imports(String house, String room) {
        Set<String> forbidden = new TreeSet<>(MAY_IMPORT.keySet());
        forbidden.removeAll(MAY_IMPORT.getOrDefault(room, Set.of()));
        forbidden.remove(room);
        return noClasses()
                .that()
                .resideInAPackage(inside(house, room))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.concat(
                                Stream.of(house), forbidden.stream().map(other -> inside(house, other)))
                        .toArray(String[]::new));
    }

    private static ArchRule library(String house, String library) {
        String[] homes = LIBRARIES.getOrDefault(library, Set.of()).stream()
                .map(room -> inside(house, room))
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library + "..");
    }

    private static ArchRule queryPath(String house) {
        String[] rooms = QUERY_PATH.stream().map(room -> inside(house, room)).toArray(String[]::new);
        return CompositeArchRule.of(noClasses()
                        .that()
                        .resideInAnyPackage(rooms)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.util.stream..",
                                "java.util.concurrent.locks..",
                                "java.util.logging..",
                                "org.slf4j..",
                                "ch.qos.logback..")
                        .orShould()
                        .dependOnClassesThat()
                        .haveNameMatching("java\\.util\\.Optional.*|java\\.lang\\.System\\$Logger.*"))
                .and(noMethods()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAnyPackage(rooms)
                        .should()
                        .haveModifier(JavaModifier.SYNCHRONIZED));
    }

    private static String inside(String house, String room) {
        return room.equals(ROOT) ? house : house + "." + room + "..";
    }

    /** Bytecode rules do not see blocks, only methods; so the word itself is looked for outside of comments. */
    private static List<String> filesWithLocks(Path folder) throws IOException {
        Pattern lock = Pattern.compile("^(?!\\s*(//|/?\\*)).*\\bsynchronized\\b");
        return filesBelow(folder, lines -> lines.anyMatch(lock.asPredicate()));
    }

    private static List<String> longFiles(Path folder) throws IOException {
        return filesBelow(folder, lines -> lines.count() > LINES_AT_MOST);
    }

    private static List<String> filesBelow(Path folder, Predicate<Stream<String>> faulty) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
            assertFalse(sources.isEmpty(), () -> "no sources below " + folder);
            return sources.stream()
                    .filter(file -> {
                        try (Stream<String> lines = Files.lines(file)) {
                            return faulty.test(lines);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
