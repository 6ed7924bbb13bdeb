package io.proxima.geo;

import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where clients are: databases, an operator's own networks and {@code lines.yaml}, compiled at load.
 *
 * <p>All of it is immutable but for a cache of the maps it has made, and any thread may use it. It is for compiling and
 * explaining; what a query reads are the tables of {@link LineMap} and {@link SiteMap}.
 */
public final class Geography {
    private final Lines lines;
    private final List<Path> databases;
    private final Set<String> ownNames;
    private final PrefixMap map;
    private final List<Layers.Base> bases;
    private final List<Database> locating;
    private final Inheritance inheritance;
    private final List<Facts> clients;
    private final Set<String> reachable;
    private final ConcurrentHashMap<List<String>, Map<String, List<String>>> shadows = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Set<String>, LineMap> lineMaps = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable LineMap> bestLines = new AtomicReference<>();
    private final ConcurrentHashMap<Sites, SiteMap> siteMaps = new ConcurrentHashMap<>();

    /** What a site map is of. */
    private record Sites(List<Coordinates> at, int withinMetres) {}

    private Geography(Lines lines, List<Path> paths, List<Database> databases, @Nullable String home) {
        this.lines = lines;
        this.databases = List.copyOf(paths);
        this.ownNames = lines.ownNames();
        Layers.Compiled compiled = Layers.compile(lines, databases);
        this.map = compiled.map();
        this.bases = compiled.bases();
        this.locating = databases.stream()
                .filter(database -> database.records().locates())
                .toList();
        this.inheritance = new Inheritance(lines, home);
        this.clients = bases.stream()
                .map(base -> base.facts().withoutCoordinates())
                .distinct()
                .toList();
        this.reachable = clients.stream()
                .flatMap(client -> inheritance.of(client).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A geography that knows nothing: every client falls on {@code default}. */
    public static Geography empty() {
        return new Geography(Lines.NONE, List.of(), List.of(), null);
    }

    /**
     * Reads and compiles everything; what is wrong becomes a finding, and the rest is used.
     *
     * @param databases MaxMind DB files, the first that knows a fact wins
     * @param linesFile {@code lines.yaml}, or null for none
     * @param home the country outside which a client is overseas (ISO 3166-1 alpha-2), or null
     */
    public static Geography load(
            List<Path> databases, @Nullable Path linesFile, @Nullable String home, Findings findings) {
        Lines lines = linesFile == null ? Lines.NONE : LinesFile.read(linesFile, findings);
        List<Database> read = new ArrayList<>();
        databases.forEach(path -> Database.read(path, findings).ifPresent(read::add));
        if (home != null && !Iso3166.isCountry(home)) {
            Place place = Place.start(linesFile == null ? "home" : linesFile.toString());
            String hint = Iso3166.hint(home);
            findings.error(
                    place,
                    "the home country \"" + home + "\" is no ISO 3166 code",
                    hint == null ? "two letters in upper case" : hint);
        }
        return new Geography(lines, databases, read, home);
    }

    /** The files of own networks that a file of lines names, wherever they stand; none where it cannot be read. */
    public static List<Path> networksFiles(Path linesFile) {
        return LinesFile.named(linesFile);
    }

    /** What is known of a prefix's first address, thus of a client subnet padded with zeros. */
    public Facts facts(Prefix prefix) {
        Layers.Base base = bases.get(PrefixMap.value(map.lookup(prefix)));
        for (Database database : base.databasesLocate() ? locating : List.<Database>of()) {
            Coordinates at = Records.coordinates(
                    database.records().placeOf(PrefixMap.value(database.map().lookup(prefix))));
            if (at != null) {
                return base.facts().at(at, database.file());
            }
        }
        return base.facts();
    }

    /**
     * Which files say what of a prefix's first address: the own networks around it, the longest first, then each database in
     * its order. Reads the databases anew, as they stand now.
     */
    public List<Provenance> sources(Prefix prefix) {
        return Provenance.of(lines.networks(), databases, prefix);
    }

    /**
     * Every line that a client of these facts falls on, the best first.
     *
     * <p>Own networks, the longest prefix first; province+ISP; province; area of provinces+ISP; area of provinces;
     * country+ISP; area of countries or continents+ISP; ISP alone; country; area of countries or continents;
     * {@code overseas}; {@code default}. Ties by the order in {@code lines.yaml}.
     */
    public List<String> inheritance(Facts client) {
        return inheritance.of(client);
    }

    /** Whether a policy may name the line. */
    public boolean knows(String line) {
        return Lines.exists(line, lines.areas(), lines.isps(), ownNames);
    }

    /** Reports a line that does not exist, with the nearest that does, or that no network can reach. */
    public void check(String line, Place place, Findings findings) {
        if (!knows(line)) {
            Lines.Problem problem = Lines.problem(line, lines.areas(), lines.isps(), ownNames);
            findings.error(place, problem.message(), problem.hint());
        } else if (!reachable(line)) {
            findings.warning(
                    place,
                    "no network can reach the line \"" + line + "\"",
                    line.equals(Lines.OVERSEAS) && inheritance.home() == null
                            ? "say with geo.home outside which country a client is overseas"
                            : "its group serves as written only");
        }
    }

    /**
     * Those of the declared lines that are nobody's best: clients fall on them, but on others of the declared lines first.
     *
     * @return by such a line, the lines that go first, in the order declared
     */
    public Map<String, List<String>> shadowed(Collection<String> declaredLines) {
        return shadows.computeIfAbsent(List.copyOf(declaredLines), this::findShadowed);
    }

    private Map<String, List<String>> findShadowed(List<String> declared) {
        Map<String, Set<String>> before = new LinkedHashMap<>();
        Set<String> first = new HashSet<>();
        Set<String> wanted = Set.copyOf(declared);
        for (Facts client : clients) {
            List<String> matching =
                    inheritance.of(client).stream().filter(wanted::contains).toList();
            if (!matching.isEmpty()) {
                first.add(matching.getFirst());
                matching.stream()
                        .skip(1)
                        .forEach(line -> before.computeIfAbsent(line, _ -> new HashSet<>())
                                .add(matching.getFirst()));
            }
        }
        Map<String, List<String>> shadowed = new LinkedHashMap<>();
        before.forEach((line, others) -> {
            if (!first.contains(line)) {
                shadowed.put(line, declared.stream().filter(others::contains).toList());
            }
        });
        return Collections.unmodifiableMap(shadowed);
    }

    /** Whether some address falls on the line. */
    public boolean reachable(String line) {
        return reachable.contains(line);
    }

    /** Every address to those of the declared lines that its client falls on; one instance a set of lines. */
    public LineMap lineMap(Collection<String> declaredLines) {
        return lineMaps.computeIfAbsent(
                Set.copyOf(declaredLines),
                declared -> compileLines(
                        lines -> lines.stream().filter(declared::contains).toList()));
    }

    /** Every address to the first of all the lines that its client falls on, {@code default} where nobody knows more. */
    public LineMap bestLines() {
        LineMap known = bestLines.get();
        if (known == null) {
            known = compileLines(lines -> List.of(lines.getFirst()));
            bestLines.set(known);
        }
        return known;
    }

    private LineMap compileLines(UnaryOperator<List<String>> select) {
        Map<Facts, Integer> classOfFacts = new HashMap<>();
        Map<List<String>, Integer> classOfLines = new HashMap<>();
        List<List<String>> classes = new ArrayList<>();
        PrefixMap compiled = map.map(index ->
                classOfFacts.computeIfAbsent(bases.get(index).facts().withoutCoordinates(), client -> {
                    return classOfLines.computeIfAbsent(select.apply(inheritance.of(client)), key -> {
                        classes.add(key);
                        return classes.size() - 1;
                    });
                }));
        return new LineMap(compiled, new ClientTables(compiled), List.copyOf(classes));
    }

    /** How much of the address space falls on each of the declared lines first. Walks every leaf: for commands. */
    public Coverage coverage(Collection<String> declaredLines) {
        return Coverage.of(declaredLines, lineMap(declaredLines), known());
    }

    /** Clients by chance on each of the declared lines. Walks every leaf: for commands. */
    public List<LineClients> clients(Collection<String> declaredLines, int each, RandomGenerator random) {
        LineMap of = lineMap(declaredLines);
        int unknown = of.linesOfClass().size();
        PrefixMap classes =
                PrefixMap.combine(List.of(of.classes(), known()), values -> values[1] == 0 ? unknown : values[0]);
        return LineClients.of(declaredLines, of.linesOfClass(), classes, each, random);
    }

    /** 1 where some file knows an address, else 0. */
    private PrefixMap known() {
        Facts nothing = new Facts(List.of(), null, List.of(), null, null, List.of(), null, Map.of());
        return map.map(index -> bases.get(index).facts().withoutCoordinates().equals(nothing) ? 0 : 1);
    }

    /** The prefix around a prefix's first address over which all that is known is the same. */
    public Prefix extent(Prefix prefix) {
        return Prefix.masked(prefix.ipv6(), prefix.high(), prefix.low(), PrefixMap.depth(map.lookup(prefix)));
    }

    /**
     * Every address to the sites nearest to its client by great circle; one instance a list of sites and width of a band.
     *
     * <p>A client is where its own network is said to be, else a database; else in the middle of its province or country;
     * else nowhere.
     *
     * @param withinMetres how much farther than another a site may be and count as near as that
     */
    public SiteMap siteMap(List<Coordinates> sites, int withinMetres) {
        return siteMaps.computeIfAbsent(
                new Sites(List.copyOf(sites), withinMetres),
                key -> SiteMapCompiler.compile(map, bases, locating, key.at, key.withinMetres));
    }

    /** Where a client of these facts is taken to be; null where nobody knows. */
    public static @Nullable Coordinates coordinates(Facts client) {
        if (client.coordinates() != null) {
            return client.coordinates();
        }
        List<String> provinces = client.subdivisions();
        return Iso3166.centre(provinces.isEmpty() ? client.country() : provinces.getFirst());
    }
}
