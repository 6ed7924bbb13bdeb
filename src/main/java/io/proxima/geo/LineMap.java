package io.proxima.geo;

import io.proxima.net.PrefixMap;
import java.util.List;

/**
 * Every address to the declared lines its client falls on.
 *
 * @param classes an address to a client class
 * @param tables of the same classes, for queries
 * @param linesOfClass by class, the declared lines that match, the best first; no two classes have the same list
 */
public record LineMap(PrefixMap classes, ClientTables tables, List<List<String>> linesOfClass) {}
