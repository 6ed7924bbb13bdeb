package io.proxima.trial;

import io.proxima.answer.SampledQuery;
import io.proxima.net.Prefix;
import io.proxima.wire.Name;

/**
 * A query that is tried.
 *
 * @param resolver who asks
 * @param client for whom; the resolver where there is no client subnet
 * @param subnet whether {@code client} is a client subnet
 * @param weight how many queries it stands for; 0 for one that is only looked at
 */
public record Asked(Name name, int type, Prefix resolver, Prefix client, boolean subnet, double weight) {
    /** A query of the sample. */
    public static Asked of(SampledQuery query) {
        return new Asked(query.name(), query.type(), query.resolver(), query.client(), query.subnet(), query.weight());
    }

    /** A query of a client that is known by its prefix alone. */
    static Asked of(Name name, int type, Prefix client, double weight) {
        return new Asked(name, type, client, client, true, weight);
    }
}
