package io.proxima.geo;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Distances along the surface of a sphere by the haversine formula. */
final class GreatCircle {
    private static final int NEAREST = 8;

    private GreatCircle() {}

    /** The angle between two points in radians: 0 to π. */
    static double angle(Coordinates a, Coordinates b) {
        double north = Math.sin(Math.toRadians(b.latitude() - a.latitude()) / 2);
        double east = Math.sin(Math.toRadians(b.longitude() - a.longitude()) / 2);
        double haversine = north * north
                + Math.cos(Math.toRadians(a.latitude())) * Math.cos(Math.toRadians(b.latitude())) * east * east;
        return 2 * Math.asin(Math.sqrt(Math.min(1, haversine)));
    }

    /** The indexes of the nearest sites, at most eight, ties by index. */
    static List<Integer> nearest(Coordinates client, List<Coordinates> sites) {
        double[] angles =
                sites.stream().mapToDouble(site -> angle(client, site)).toArray();
        return IntStream.range(0, angles.length)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> angles[index]))
                .limit(NEAREST)
                .toList();
    }
}
