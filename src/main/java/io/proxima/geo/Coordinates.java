package io.proxima.geo;

/**
 * A point on the globe.
 *
 * @param latitude in degrees, north positive, -90 to 90
 * @param longitude in degrees, east positive, -180 to 180
 */
public record Coordinates(double latitude, double longitude) {
    private static final double EARTH_RADIUS_KILOMETRES = 6_371;

    /** The distance to another point along the great circle. */
    public double kilometresTo(Coordinates other) {
        return GreatCircle.angle(this, other) * EARTH_RADIUS_KILOMETRES;
    }
}
