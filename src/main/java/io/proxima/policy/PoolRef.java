package io.proxima.policy;

import io.proxima.source.Place;
import io.proxima.wire.Name;

/**
 * A pool by name: {@code edge} is a pool of the same zone, {@code edge.example.net.} (absolute) the pool {@code edge} of the
 * zone {@code example.net.}.
 *
 * @param zone the apex of the zone whose policy declares the pool
 */
public record PoolRef(Name zone, String pool, Place place) {}
