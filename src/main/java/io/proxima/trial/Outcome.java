package io.proxima.trial;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a query is answered, with which chances.
 *
 * @param kind {@code answer}, {@code NODATA}, {@code referral} or a response code
 * @param shares how much of the answers each thing is; an answer of two addresses is half of each. Together 1
 * @param ttlSeconds while nothing changes; -1 where nothing is answered
 * @param exact whether the shares are; else they are counted over many draws
 */
record Outcome(String kind, Map<Landing, Double> shares, long ttlSeconds, boolean exact) {
    Outcome {
        shares = Map.copyOf(shares);
    }

    static Outcome of(String kind, String what, long ttlSeconds) {
        return new Outcome(kind, Map.of(new Landing(what, what, null), 1.0), ttlSeconds, true);
    }

    /**
     * Where an answer leads.
     *
     * @param key what is compared: an address, a digest of records, a response code
     * @param text for operators
     * @param server the member, with its zone in front, or null
     */
    record Landing(String key, String text, @Nullable String server) {}
}
