package io.proxima.answer;

import io.proxima.net.ClientAddress;
import io.proxima.net.Prefix;
import io.proxima.wire.ServerCookies;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator set that answers depend on; immutable and shared. */
public final class EngineSettings {
    /** Everybody's client subnet is believed, everybody is answered, and nothing is said of the server itself. */
    public static final EngineSettings OPEN = new EngineSettings(
            List.of(Prefix.parse("0.0.0.0/0"), Prefix.parse("::/0")), Access.OPEN, Identity.NONE, null, 0);

    private final ClientSet believed;
    private final ClientSet admitted;
    private final Identity identity;
    private final @Nullable ServerCookies cookies;
    private final int keepaliveTenths;
    private final @Nullable DebugQueries debug;

    /**
     * Who is answered: the longest prefix that holds a client's address decides.
     *
     * @param allow the clients that are answered; everybody where it is empty
     * @param refuse the clients that are refused
     */
    public record Access(List<Prefix> allow, List<Prefix> refuse) {
        /** Everybody is answered. */
        public static final Access OPEN = new Access(List.of(), List.of());

        public Access {
            allow = List.copyOf(allow);
            refuse = List.copyOf(refuse);
        }
    }

    /**
     * @param acceptSubnetsFrom the resolvers whose client subnet is believed (RFC 7871 section 11)
     * @param cookies gives and checks server cookies (RFC 7873); null where cookies are not answered
     * @param keepaliveTenths how long an idle TCP connection is kept, in units of 100 ms (RFC 7828); 0 to say nothing
     */
    public EngineSettings(
            Collection<Prefix> acceptSubnetsFrom,
            Access access,
            Identity identity,
            @Nullable ServerCookies cookies,
            int keepaliveTenths) {
        believed = ClientSet.of(acceptSubnetsFrom);
        admitted = ClientSet.of(access);
        this.identity = identity;
        this.cookies = cookies;
        this.keepaliveTenths = keepaliveTenths;
        this.debug = null;
    }

    private EngineSettings(EngineSettings other, DebugQueries debug) {
        believed = other.believed;
        admitted = other.admitted;
        identity = other.identity;
        cookies = other.cookies;
        keepaliveTenths = other.keepaliveTenths;
        this.debug = debug;
    }

    /** The same, with debug queries answered. */
    public EngineSettings with(DebugQueries answered) {
        return new EngineSettings(this, answered);
    }

    /** Whether the client subnet of a resolver's query is believed. */
    boolean believes(ClientAddress resolver) {
        return believed.contains(resolver);
    }

    /** Whether a client is answered. */
    boolean admits(ClientAddress client) {
        return admitted.contains(client);
    }

    Identity identity() {
        return identity;
    }

    @Nullable
    ServerCookies cookies() {
        return cookies;
    }

    @Nullable
    DebugQueries debug() {
        return debug;
    }

    int keepaliveTenths() {
        return keepaliveTenths;
    }
}
