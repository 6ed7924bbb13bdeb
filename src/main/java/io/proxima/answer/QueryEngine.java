package io.proxima.answer;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Published;
import io.proxima.net.ClientAddress;
import io.proxima.wire.Query;
import io.proxima.wire.QueryParser;
import io.proxima.wire.Rcode;
import io.proxima.wire.RrType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Answers one query after another; one instance a thread, no sharing, no locks, no allocation.
 *
 * <p>A listener calls {@link #beginBatch} after it has received, {@link #answer} for each message, and {@link #endBatch}
 * after it has sent and before it waits: between the two the engine holds one catalog.
 */
public final class QueryEngine {
    private static final int CLASS_IN = 1;
    private static final int CLASS_ANY = 255;
    private static final int TKEY = 249;
    private static final int MAILB = 253;
    private static final int MAILA = 254;

    private final Published.Reader reader;
    private final EngineSettings settings;
    private final boolean stream;
    private final Query query = new Query();
    private final Response response;
    private @Nullable Catalog catalog;
    private @Nullable AnswerTrace trace;

    /**
     * @param seed where this thread's draws begin; different for each
     */
    public QueryEngine(Published.Reader reader, EngineSettings settings, Transport transport, long seed) {
        this.reader = reader;
        this.settings = settings;
        this.stream = transport == Transport.TCP;
        this.response = new Response(seed);
    }

    /** Takes the newest catalog for the messages that follow. */
    public void beginBatch() {
        Catalog newest = reader.enter();
        if (newest != catalog) {
            catalog = newest;
            response.use(newest);
        }
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
        response.begin(query, outcome == QueryParser.Outcome.QUERY, stream, out, outAt);
        return switch (outcome) {
            case FORMERR -> response.refuse(Rcode.FORMERR);
            case NOTIMP -> response.refuse(Rcode.NOTIMP);
            case BADVERS -> response.refuse(Rcode.BADVERS);
            default -> question(client);
        };
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

    private int question(ClientAddress client) {
        if (query.qclass() != CLASS_IN && query.qclass() != CLASS_ANY) {
            return response.refuse(Rcode.REFUSED);
        }
        return switch (query.qtype()) {
            case RrType.OPT, RrType.TSIG -> response.refuse(Rcode.FORMERR);
            case RrType.AXFR, RrType.IXFR -> response.refuse(Rcode.REFUSED);
            case TKEY, MAILB, MAILA -> response.refuse(Rcode.NOTIMP);
            default -> steered(client);
        };
    }

    /** Answers for the client: the subnet in the query, where there is one that we believe, else the resolver. */
    private int steered(ClientAddress client) {
        boolean subnet = query.hasEcs()
                && query.ecsSourceLength() > 0
                && settings.believes(client.ipv6(), client.high(), client.low());
        if (trace != null) {
            trace.client(query, client, subnet);
        }
        if (subnet) {
            response.client(query.ecsFamily() == 2, query.ecsHigh(), query.ecsLow(), true);
        } else {
            response.client(client.ipv6(), client.high(), client.low(), false);
        }
        return response.answer();
    }
}
