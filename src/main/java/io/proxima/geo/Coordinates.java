package io.proxima.geo;

/**
 * A point on the globe.
 *
 * @param latitude in degrees, north positive, -90 to 90
 * @param longitude in degrees, east positive, -180 to 180
 */
public record Coordinates(double latitude, double longitude) {

    /** The distance to another point along the great circle. */
    public double kilometresTo(Coordinates other) {
        return GreatCircle.metres(this, other) / 1_000.0;
    }
}
