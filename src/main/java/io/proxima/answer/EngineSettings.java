package io.proxima.answer;

import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import java.util.Collection;

/** What an operator set that answers depend on; immutable and shared. */
public final class EngineSettings {
    private final PrefixMap believed;

    /**
     * @param acceptSubnetsFrom the resolvers whose client subnet is believed (RFC 7871 section 11)
     */
    public EngineSettings(Collection<Prefix> acceptSubnetsFrom) {
        PrefixMap.Builder builder = PrefixMap.builder(0);
        acceptSubnetsFrom.forEach(prefix -> builder.put(prefix, 1));
        believed = builder.build();
    }

    /** Whether the client subnet of a resolver's query is believed. */
    boolean believes(boolean ipv6, long high, long low) {
        return PrefixMap.value(believed.lookup(ipv6, high, low)) == 1;
    }
}
