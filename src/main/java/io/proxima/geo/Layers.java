package io.proxima.geo;

import io.proxima.geo.Lines.Parts;
import io.proxima.net.PrefixMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Own networks above databases, fact by fact: the first layer that knows a fact gives it.
 *
 * <p>Confined to the thread that loads.
 */
final class Layers {
    private final Lines lines;
    private final OwnNetworks own;
    private final List<Database> databases;
    /** By database, its facts with what {@code lines.yaml} does not ask for made equal: far fewer differ. */
    private final List<List<DatabaseFacts>> narrowed = new ArrayList<>();

    /** By map, the own networks' first, what the values are numbered in {@code narrowed}. */
    private final List<int[]> numbers = new ArrayList<>(List.of(new int[0]));

    private final Set<String> ownNames;
    private final Shared<Base> all = new Shared<>();
    private final Shared<Map<String, String>> sources = new Shared<>();
    private final Shared<List<String>> lists = new Shared<>();

    /** What is known but for coordinates of databases, by value of the map. */
    record Compiled(PrefixMap map, List<Base> bases) {}

    /** @param databasesLocate whether the databases' coordinates hold: no own network says otherwise */
    record Base(Facts facts, boolean databasesLocate) {}

    private record Known<T>(T fact, String file, int layer) {}

    private Layers(Lines lines, List<Database> databases) {
        this.lines = lines;
        this.own = OwnNetworks.compile(lines.networks());
        this.databases = databases;
        this.ownNames = lines.ownNames();
        narrow();
    }

    private void narrow() {
        Set<Long> asNumbers = new HashSet<>();
        Set<String> names = new HashSet<>();
        lines.isps().values().forEach(isp -> {
            asNumbers.addAll(isp.asNumbers());
            names.addAll(isp.names());
        });
        for (Database database : databases) {
            Shared<DatabaseFacts> facts = new Shared<>();
            Records records = database.records();
            int[] numberOfKind = records.kinds().stream()
                    .mapToInt(kind -> facts.index(kind.narrowedTo(asNumbers, names)))
                    .toArray();
            int[] numberOf = new int[records.size()];
            Arrays.setAll(numberOf, value -> numberOfKind[records.kindOf(value)]);
            narrowed.add(facts.values());
            numbers.add(numberOf);
        }
    }

    static Compiled compile(Lines lines, List<Database> databases) {
        Layers layers = new Layers(lines, databases);
        List<PrefixMap> maps = new ArrayList<>(List.of(layers.own.map()));
        databases.forEach(database -> maps.add(database.map()));
        PrefixMap map = PrefixMap.combine(maps, layers.numbers, values -> layers.all.index(layers.base(values)));
        return new Compiled(map, List.copyOf(layers.all.values()));
    }

    private Base base(int[] values) {
        Map<String, String> sources = new HashMap<>();
        List<Networks.Own> chain = own.chains().get(values[0]);
        List<String> names = chain.stream()
                .map(Networks.Own::line)
                .filter(ownNames::contains)
                .distinct()
                .toList();
        if (!names.isEmpty()) {
            sources.put("networks", chain.getFirst().file());
        }
        String country = take(sources, "country", first(values, DatabaseFacts::country));
        List<String> subdivisions = subdivisions(values, country, sources);
        String continent = take(sources, "continent", first(values, DatabaseFacts::continent));
        List<String> isps = isps(values, sources);
        String area = null;
        Networks.Own placed = chain.stream()
                .filter(network -> !network.line().isEmpty() && !ownNames.contains(network.line()))
                .findFirst()
                .orElse(null);
        if (placed != null) {
            Parts parts = Parts.of(placed.line(), lines.isps());
            String place = parts.place();
            String code = place == null || lines.areas().containsKey(place) ? null : place;
            country = code == null ? null : Iso3166.countryOf(code);
            subdivisions = code != null && code.length() > 2 ? List.of(code) : List.of();
            area = code == null ? place : null;
            continent = null;
            isps = parts.isp() == null ? List.of() : List.of(parts.isp());
            sources.clear();
            List.of("country", "subdivisions", "isps").forEach(fact -> sources.put(fact, placed.file()));
        }
        Networks.Own located = chain.stream()
                .takeWhile(network -> placed == null || chain.indexOf(network) <= chain.indexOf(placed))
                .filter(network -> network.at() != null)
                .findFirst()
                .orElse(null);
        if (located != null) {
            sources.put("coordinates", located.file());
        }
        if (continent == null) {
            continent = Iso3166.continentOf(country);
        }
        Facts facts = new Facts(
                lists.of(names),
                country,
                subdivisions,
                continent,
                area,
                lists.of(isps),
                located == null ? null : located.at(),
                this.sources.of(Map.copyOf(sources)));
        return new Base(facts, placed == null && located == null);
    }

    private <T> @Nullable Known<T> first(int[] values, Function<DatabaseFacts, @Nullable T> fact) {
        for (int i = 0; i < databases.size(); i++) {
            T known = fact.apply(narrowed.get(i).get(values[i + 1]));
            if (known != null) {
                return new Known<>(known, databases.get(i).file(), i);
            }
        }
        return null;
    }

    private static <T> @Nullable T take(Map<String, String> sources, String name, @Nullable Known<T> known) {
        if (known == null) {
            return null;
        }
        sources.put(name, known.file);
        return known.fact;
    }

    /** Those of the first database that knows some and means the same country. */
    private List<String> subdivisions(int[] values, @Nullable String country, Map<String, String> sources) {
        Known<List<String>> known = first(
                values,
                facts -> facts.subdivisions().isEmpty()
                                || !Iso3166.countryOf(facts.subdivisions().getFirst())
                                        .equals(country)
                        ? null
                        : facts.subdivisions());
        List<String> taken = take(sources, "subdivisions", known);
        return taken == null ? List.of() : taken;
    }

    /** By number and by name, and by type of connection. */
    private List<String> isps(int[] values, Map<String, String> sources) {
        List<String> carriers = carriers(values, sources);
        Known<String> type = first(values, DatabaseFacts::connection);
        List<String> byType =
                type == null ? List.of() : matching(isp -> isp.names().contains(type.fact));
        if (type == null || byType.isEmpty()) {
            return carriers;
        }
        sources.putIfAbsent("isps", type.file);
        return matched(carriers, byType);
    }

    /** Where two databases differ, the upper one's stand. */
    private List<String> carriers(int[] values, Map<String, String> sources) {
        Known<Long> number = first(values, DatabaseFacts::asNumber);
        Known<List<String>> names = first(values, facts -> facts.ispNames().isEmpty() ? null : facts.ispNames());
        List<String> byNumber =
                number == null ? List.of() : matching(isp -> isp.asNumbers().contains(number.fact));
        List<String> byName =
                names == null ? List.of() : matching(isp -> names.fact.stream().anyMatch(isp.names()::contains));
        if (byNumber.isEmpty() && byName.isEmpty()) {
            return List.of();
        }
        boolean numberGoesFirst = byName.isEmpty()
                || (!byNumber.isEmpty() && number != null && names != null && number.layer <= names.layer);
        Known<?> source = numberGoesFirst ? number : names;
        sources.put("isps", source == null ? "" : source.file);
        if (number != null && names != null && number.layer == names.layer) {
            return matched(byNumber, byName);
        }
        return numberGoesFirst ? byNumber : byName;
    }

    /** Those of two lists, each once, in the order of {@code lines.yaml}. */
    private List<String> matched(List<String> some, List<String> others) {
        return lines.isps().keySet().stream()
                .filter(isp -> some.contains(isp) || others.contains(isp))
                .toList();
    }

    private List<String> matching(Predicate<Lines.Isp> matches) {
        return lines.isps().entrySet().stream()
                .filter(isp -> matches.test(isp.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
