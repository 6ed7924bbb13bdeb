package io.proxima.geo;

import io.proxima.net.PrefixMap;
import java.util.List;

/**
 * Every address to the sites nearest to its client. The arrays are to be read only.
 *
 * @param classes an address to a client class
 * @param tables of the same classes, for queries
 * @param nearestOfClass by class, the indexes of at most eight sites, the nearest first; empty where nobody knows where the
 *     client is
 * @param endsOfClass by class and place in {@code nearestOfClass}, where those sites end that count as near as the one there:
 *     the place after the last of them
 */
public record SiteMap(PrefixMap classes, ClientTables tables, List<int[]> nearestOfClass, List<int[]> endsOfClass) {}
