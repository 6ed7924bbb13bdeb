package io.proxima.geo;

import io.proxima.net.PrefixMap;
import java.util.List;

/**
 * Every address to the sites nearest to its client.
 *
 * @param classes an address to a client class
 * @param nearestOfClass by class, the indexes of at most eight sites, the nearest first; empty where nobody knows where the
 *     client is. The arrays are to be read only
 */
public record SiteMap(PrefixMap classes, List<int[]> nearestOfClass) {}
