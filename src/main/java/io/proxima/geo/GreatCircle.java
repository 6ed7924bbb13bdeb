package io.proxima.geo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Distances along the surface of a sphere by the haversine formula.
 *
 * <p>They are taken in whole metres, so that places which are as far by symmetry, as across the antimeridian, are so in
 * numbers too, and of {@link StrictMath}, so that all replicas agree.
 */
final class GreatCircle {
    private static final int NEAREST = 8;
    /** The mean radius of the Earth (IUGG). */
    private static final double RADIUS_METRES = 6_371_008.8;

    private GreatCircle() {}

    /**
     * The sites nearest to a client.
     *
     * @param sites indexes, the nearest first, ties by index; at most eight
     * @param ends by place in {@code sites}, where those end that are about as near as that one
     */
    record Nearest(List<Integer> sites, List<Integer> ends) {
        static final Nearest NOBODY_KNOWS = new Nearest(List.of(), List.of());
    }

    /** The distance of two points in metres: 0 to half of the circumference. */
    static long metres(Coordinates a, Coordinates b) {
        return Math.round(angle(a, b) * RADIUS_METRES);
    }

    /** The angle between two points in radians: 0 to π. */
    static double angle(Coordinates a, Coordinates b) {
        double north = StrictMath.sin(Math.toRadians(b.latitude() - a.latitude()) / 2);
        double east = StrictMath.sin(Math.toRadians(b.longitude() - a.longitude()) / 2);
        double haversine = north * north
                + StrictMath.cos(Math.toRadians(a.latitude()))
                        * StrictMath.cos(Math.toRadians(b.latitude()))
                        * east
                        * east;
        return 2 * StrictMath.asin(StrictMath.sqrt(Math.min(1, haversine)));
    }

    /**
     * The sites nearest to a client, and which of them are about as near.
     *
     * @param withinMetres how much farther than another a site may be and count as near
     */
    static Nearest nearest(Coordinates client, List<Coordinates> sites, int withinMetres) {
        long[] metres = sites.stream().mapToLong(site -> metres(client, site)).toArray();
        List<Integer> nearest = IntStream.range(0, metres.length)
                .boxed()
                .sorted(Comparator.comparingLong(index -> metres[index]))
                .limit(NEAREST)
                .toList();
        List<Integer> ends = new ArrayList<>();
        for (int site : nearest) {
            long farthest = metres[site] + withinMetres;
            ends.add((int)
                    nearest.stream().filter(other -> metres[other] <= farthest).count());
        }
        return new Nearest(nearest, List.copyOf(ends));
    }
}
