package io.proxima.health;

/**
 * A replica as a vantage point.
 *
 * @param node its name, the key of its votes
 * @param site where it stands, or empty where nobody said
 */
public record Replica(String node, String site) {}
