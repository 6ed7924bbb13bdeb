package io.proxima.geo;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a database's map leads to: by value, facts and a place. Hundreds of thousands of values have a few hundred facts among
 * them, so these are kept once, and a place is one number. Confined to the thread that reads until it is read; then to be read
 * only.
 */
final class Records {
    /** The place of what nobody says where it is. */
    static final int NOWHERE = -1;

    private static final int PARTS_OF_DEGREE = 100;
    private static final int LATITUDES = 90 * PARTS_OF_DEGREE;
    private static final int LONGITUDES = 180 * PARTS_OF_DEGREE;

    private final Shared<DatabaseFacts> kinds = new Shared<>();
    private final NumberTable known = new NumberTable();
    private int[] kindOf = new int[64];
    private int[] placeOf = new int[64];
    private int size;
    private boolean locates;

    /** Value 0 knows nothing. */
    Records() {
        index(DatabaseFacts.NONE, NOWHERE);
    }

    /** The value of facts and a place. */
    int index(DatabaseFacts facts, int place) {
        int kind = kinds.index(facts);
        long key = (long) kind << Integer.SIZE | (place + 1);
        int index = known.get(key);
        if (index >= 0) {
            return index;
        }
        if (size == kindOf.length) {
            kindOf = Arrays.copyOf(kindOf, 2 * size);
            placeOf = Arrays.copyOf(placeOf, 2 * size);
        }
        kindOf[size] = kind;
        placeOf[size] = place;
        locates |= place != NOWHERE;
        known.put(key, size);
        return size++;
    }

    /** A place as a number from 0; {@link #NOWHERE} for what is not on the globe. */
    static int place(double latitude, double longitude) {
        // A hundredth of a degree is a kilometre at most: finer than any of these databases, and far fewer places
        // differ.
        double north = Math.rint(latitude * PARTS_OF_DEGREE) + LATITUDES;
        double east = Math.rint(longitude * PARTS_OF_DEGREE) + LONGITUDES;
        boolean onTheGlobe = north >= 0 && north <= 2 * LATITUDES && east >= 0 && east <= 2 * LONGITUDES;
        return onTheGlobe ? ((int) north) * (2 * LONGITUDES + 1) + (int) east : NOWHERE;
    }

    /** Where a place is. */
    static @Nullable Coordinates coordinates(int place) {
        if (place == NOWHERE) {
            return null;
        }
        int north = place / (2 * LONGITUDES + 1) - LATITUDES;
        int east = place % (2 * LONGITUDES + 1) - LONGITUDES;
        return new Coordinates((double) north / PARTS_OF_DEGREE, (double) east / PARTS_OF_DEGREE);
    }

    int size() {
        return size;
    }

    DatabaseFacts facts(int value) {
        return kinds.values().get(kindOf[value]);
    }

    /** The place of a value. */
    int placeOf(int value) {
        return placeOf[value];
    }

    /** Which of {@link #kinds} a value is of. */
    int kindOf(int value) {
        return kindOf[value];
    }

    /** The facts that differ. */
    List<DatabaseFacts> kinds() {
        return kinds.values();
    }

    /** Whether it knows where some address is. */
    boolean locates() {
        return locates;
    }
}
