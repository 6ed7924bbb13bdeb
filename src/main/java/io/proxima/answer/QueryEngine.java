package io.proxima.answer;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.LookAhead;
import io.proxima.catalog.Published;
import io.proxima.net.ClientAddress;
import io.proxima.wire.EncodedRrset;
import io.proxima.wire.ExtendedError;
import io.proxima.wire.OptRecord;
import io.proxima.wire.Query;
import io.proxima.wire.QueryParser;
import io.proxima.wire.Rcode;
import io.proxima.wire.RrType;
import io.proxima.wire.ServerCookies;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers one query after another; one instance a thread, no sharing, no locks, no allocation.
 *
 * <p>A listener calls {@link #beginBatch} after it has received, {@link #answer} for each message, and {@link #endBatch}
 * after it has sent and before it waits: between the two the engine holds one catalog.
 */
public final class QueryEngine {
    private static final int CLASS_IN = 1;
    private static final int CLASS_CHAOS = 3;
    private static final int CLASS_ANY = 255;
    private static final ExtendedError FILTERED = ExtendedError.FILTERED;
    private static final int TKEY = 249;
    private static final int MAILB = 253;
    private static final int MAILA = 254;

    private final Published.Reader reader;
    private final EngineSettings settings;
    private final boolean stream;
    private final Query query = new Query();
    private final Response response;
    private final LookAhead ahead = new LookAhead();
    private @Nullable Catalog catalog;
    private @Nullable AnswerTrace trace;
    private final @Nullable QuerySamples samples;
    private final @Nullable QuerySample sample;

    /** An engine whose queries are not sampled. */
    public QueryEngine(Published.Reader reader, EngineSettings settings, Transport transport, long seed) {
        this(reader, settings, transport, seed, null);
    }

    /**
     * @param seed where this thread's draws begin; different for each
     * @param samples takes some of the queries that it answers, or null
     */
    public QueryEngine(
            Published.Reader reader,
            EngineSettings settings,
            Transport transport,
            long seed,
            @Nullable QuerySamples samples) {
        this.samples = samples;
        this.sample = samples == null ? null : samples.another();
        this.reader = reader;
        this.settings = settings;
        this.stream = transport == Transport.TCP;
        this.response =
                new Response(seed, new OptRecord(settings.identity().nsid(), stream ? settings.keepaliveTenths() : 0));
    }

    /** Takes the newest catalog for the messages that follow. */
    public void beginBatch() {
        Catalog newest = reader.enter();
        if (newest != catalog) {
            catalog = newest;
            response.use(newest);
        }
        if (sample != null) {
            sample.enter(Objects.requireNonNull(samples).period());
        }
    }

    /** Whether it is worth it to take the messages of this batch through {@link #lookAhead} before they are answered. */
    public boolean looksAhead() {
        return ahead.begins();
    }

    /** Takes note of a message, as {@link #answer} will be given it, for {@link #readAhead}. */
    public void lookAhead(MemorySegment in, long inAt, int length, ClientAddress client) {
        if (QueryParser.parse(in, inAt, length, query) == QueryParser.Outcome.QUERY) {
            boolean subnet = query.hasEcs() && query.ecsSourceLength() > 0;
            ahead.add(
                    Objects.requireNonNull(catalog),
                    query.qname(),
                    query.qtype(),
                    subnet ? query.ecsFamily() == 2 : client.ipv6(),
                    subnet ? query.ecsHigh() : client.high());
        }
    }

    /** Brings what the answers to those messages will be made of into the caches, for all of them at once. */
    public void readAhead() {
        ahead.touch();
    }

    /** Lets go of the catalog: what the batch answered has been sent. */
    public void endBatch() {
        reader.leave();
    }

    /** Ends the engine: its thread answers no more. */
    public void close() {
        reader.close();
    }

    /**
     * Answers one message.
     *
     * @param in memory of this thread that holds the message
     * @param inAt where the message begins in {@code in}
     * @param length the message's octets
     * @param client the source address
     * @param out memory of this thread for the response
     * @param outAt where the response begins in {@code out}; at least 65,535 octets for TCP and 4,096 for UDP must be there
     * @return the response's octets, or 0 where nothing is to be sent
     */
    public int answer(MemorySegment in, long inAt, int length, ClientAddress client, MemorySegment out, long outAt) {
        QueryParser.Outcome outcome = QueryParser.parse(in, inAt, length, query);
        if (outcome == QueryParser.Outcome.DROP) {
            return 0;
        }
        boolean cookieIsValid = cookie(client);
        response.begin(query, outcome == QueryParser.Outcome.QUERY, settings.cookies() != null, stream, out, outAt);
        return switch (outcome) {
            case NOTIMP -> response.refuse(Rcode.NOTIMP, ExtendedError.NOT_SUPPORTED);
            case BADVERS -> response.refuse(Rcode.BADVERS, null);
            case BADKEY -> response.badKey();
            case COOKIE -> cookieOnly(cookieIsValid);
            case QUERY ->
                settings.admits(client) ? question(client, out, outAt) : response.refuse(Rcode.REFUSED, FILTERED);
            default -> response.refuse(Rcode.FORMERR, null);
        };
    }

    /** The response code of the last response, 0 to 4,095; for those who count. */
    public int rcode() {
        return query.rcode();
    }

    /** As {@link #answer}, and takes note of how; allocates. */
    public int explain(
            MemorySegment in,
            long inAt,
            int length,
            ClientAddress client,
            MemorySegment out,
            long outAt,
            AnswerTrace trace) {
        this.trace = trace;
        response.trace(trace);
        try {
            return answer(in, inAt, length, client, out, outAt);
        } finally {
            this.trace = null;
            response.trace(null);
        }
    }

    /** Sees to the cookie that the client is given; whether the one it has is valid. */
    private boolean cookie(ClientAddress client) {
        ServerCookies cookies = settings.cookies();
        return cookies != null && query.hasCookie() && cookies.renew(query, client);
    }

    /** Answers a query for a server cookie (RFC 7873 section 5.4), which where there are no cookies is none. */
    private int cookieOnly(boolean valid) {
        if (settings.cookies() == null) {
            return response.refuse(Rcode.FORMERR, null);
        }
        return response.refuse(query.hasServerCookie() && !valid ? Rcode.BADCOOKIE : Rcode.NOERROR, null);
    }

    private int question(ClientAddress client, MemorySegment out, long outAt) {
        if (query.qclass() == CLASS_CHAOS) {
            return chaos();
        }
        if (query.qclass() != CLASS_IN && query.qclass() != CLASS_ANY) {
            return response.refuse(Rcode.REFUSED, ExtendedError.NOT_AUTHORITATIVE);
        }
        return switch (query.qtype()) {
            case RrType.OPT, RrType.TSIG -> response.refuse(Rcode.FORMERR, null);
            case RrType.AXFR, RrType.IXFR -> response.refuse(Rcode.REFUSED, FILTERED);
            case TKEY, MAILB, MAILA -> response.refuse(Rcode.NOTIMP, ExtendedError.NOT_SUPPORTED);
            default -> steered(client, out, outAt);
        };
    }

    private int chaos() {
        EncodedRrset text = query.qtype() == RrType.TXT || query.qtype() == RrType.ANY
                ? settings.identity().chaos(query.qname())
                : null;
        return text == null
                ? response.refuse(Rcode.REFUSED, ExtendedError.NOT_AUTHORITATIVE)
                : response.answer(text, 0);
    }

    /** Answers for the client: the subnet in the query, where there is one that we believe, else the resolver. */
    private int steered(ClientAddress client, MemorySegment out, long outAt) {
        DebugQueries debug = settings.debug();
        if (debug != null && debug.asks(Objects.requireNonNull(catalog), query, client)) {
            EncodedRrset text = debug.answer(catalog, query, client);
            return text == null
                    ? response.refuse(Rcode.REFUSED, FILTERED)
                    : response.answer(text, query.ecsSourceLength());
        }
        boolean subnet = query.hasEcs() && query.ecsSourceLength() > 0 && settings.believes(client);
        if (trace != null) {
            trace.client(query, client, subnet);
        }
        response.client(client, subnet);
        int octets = response.answer();
        if (sample != null && sample.takes()) {
            SampledQuery.Outcome outcome = SampledQuery.Outcome.of(query.rcode(), out, outAt);
            sample.keep(
                    query,
                    subnet,
                    client,
                    outcome,
                    Objects.requireNonNull(samples).nowMillis());
        }
        return octets;
    }
}
