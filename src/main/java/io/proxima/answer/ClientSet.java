package io.proxima.answer;

import io.proxima.net.ClientAddress;
import io.proxima.net.LookupTable;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import java.util.Collection;

/** Which clients are meant: the longest prefix that holds an address decides. Immutable and shared. */
record ClientSet(LookupTable table) {
    private static final int OUT = 0;
    private static final int IN = 1;

    /** Those in any of the prefixes. */
    static ClientSet of(Collection<Prefix> in) {
        PrefixMap.Builder builder = PrefixMap.builder(OUT);
        in.forEach(prefix -> builder.put(prefix, IN));
        return new ClientSet(builder.build().forLookups());
    }

    /** All who are allowed, or everybody where nobody is named, but for those who are refused. */
    static ClientSet of(EngineSettings.Access access) {
        PrefixMap.Builder builder = PrefixMap.builder(access.allow().isEmpty() ? IN : OUT);
        access.allow().forEach(prefix -> builder.put(prefix, IN));
        access.refuse().forEach(prefix -> builder.put(prefix, OUT));
        return new ClientSet(builder.build().forLookups());
    }

    boolean contains(ClientAddress client) {
        return PrefixMap.value(table.lookup(client.ipv6(), client.high(), client.low())) == IN;
    }
}
