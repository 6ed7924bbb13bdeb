package io.proxima.health;

/**
 * What is probed, voted on and kept: one check of one address.
 *
 * @param check unique among all zones, {@code example.com./web}
 * @param address a literal without brackets, {@code 192.0.2.1}
 */
public record Pair(String check, String address) {}
