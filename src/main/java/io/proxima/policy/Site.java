package io.proxima.policy;

/**
 * A place with coordinates.
 *
 * @param latitude in degrees, north positive, -90 to 90
 * @param longitude in degrees, east positive, -180 to 180
 */
public record Site(String name, double latitude, double longitude) {}
