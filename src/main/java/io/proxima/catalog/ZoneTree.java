package io.proxima.catalog;

import io.proxima.wire.EncodedRrset;
import io.proxima.wire.Name;

/**
 * A zone compiled for answering.
 *
 * @param negativeSoa the SOA with the TTL of negative answers: the smaller of its own and its MINIMUM (RFC 2308 section 3)
 * @param negativeTtlSeconds that TTL
 * @param file its master file as the operator knows it
 */
public record ZoneTree(Name apexName, ZoneNode apex, EncodedRrset negativeSoa, int negativeTtlSeconds, String file) {}
