package io.proxima.geo;

import io.proxima.net.PrefixMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a {@link SiteMap}: every place to the order of sites there, and all maps to one; confined to one thread. */
final class SiteMapCompiler {
    private final List<Coordinates> sites;
    private final int withinMetres;
    private final Shared<GreatCircle.Nearest> classes = new Shared<>();
    private final NumberTable classOfPlace = new NumberTable();

    private SiteMapCompiler(List<Coordinates> sites, int withinMetres) {
        this.sites = sites;
        this.withinMetres = withinMetres;
        classes.index(GreatCircle.Nearest.NOBODY_KNOWS);
    }

    /**
     * The sites nearest to every client.
     *
     * @param map an address to a place in {@code bases}
     * @param locating the databases that know places, the first that knows one wins
     */
    static SiteMap compile(
            PrefixMap map,
            List<Layers.Base> bases,
            List<Database> locating,
            List<Coordinates> sites,
            int withinMetres) {
        return new SiteMapCompiler(sites, withinMetres).compile(map, bases, locating);
    }

    /** By class, of which there are few, so that the walk over the maps meets few tuples. */
    private SiteMap compile(PrefixMap map, List<Layers.Base> bases, List<Database> locating) {
        List<PrefixMap> maps = new ArrayList<>(List.of(map));
        List<int[]> numbers = new ArrayList<>(List.of(bases.stream()
                .mapToInt(base -> 2 * classOf(Geography.coordinates(base.facts())) + (base.databasesLocate() ? 1 : 0))
                .toArray()));
        for (Database database : locating) {
            maps.add(database.map());
            numbers.add(classesOf(database.records()));
        }
        PrefixMap compiled = PrefixMap.combine(maps, numbers, SiteMapCompiler::first);
        return new SiteMap(
                compiled,
                new ClientTables(compiled),
                classes.values().stream().map(nearest -> array(nearest.sites())).toList(),
                classes.values().stream().map(nearest -> array(nearest.ends())).toList());
    }

    /** The class of the first database that knows a place, where that counts, else of what else is known. */
    private static int first(int[] values) {
        int found = values[0] / 2;
        for (int i = values.length - 1; i > 0 && values[0] % 2 == 1; i--) {
            found = values[i] == 0 ? found : values[i];
        }
        return found;
    }

    /** Class 0 is of those of whom nobody knows where they are. */
    private int classOf(@Nullable Coordinates client) {
        return client == null ? 0 : classes.index(GreatCircle.nearest(client, sites, withinMetres));
    }

    private int[] classesOf(Records records) {
        int[] classesOf = new int[records.size()];
        for (int value = 0; value < classesOf.length; value++) {
            int place = records.placeOf(value);
            int known = place == Records.NOWHERE ? 0 : classOfPlace.get(place);
            if (known < 0) {
                known = classOf(Records.coordinates(place));
                classOfPlace.put(place, known);
            }
            classesOf[value] = known;
        }
        return classesOf;
    }

    private static int[] array(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
