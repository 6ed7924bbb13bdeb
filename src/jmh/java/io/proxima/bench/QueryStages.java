package io.proxima.bench;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.QueryEngine;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.Leaf;
import io.proxima.catalog.Match;
import io.proxima.catalog.Published;
import io.proxima.net.ClientAddress;
import io.proxima.steer.Draw;
import io.proxima.steer.PlanState;
import io.proxima.steer.Walk;
import io.proxima.wire.Chosen;
import io.proxima.wire.Header;
import io.proxima.wire.OptRecord;
import io.proxima.wire.Query;
import io.proxima.wire.QueryParser;
import io.proxima.wire.Rcode;
import io.proxima.wire.ResponseWriter;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Where a query's time goes in the process: each stage by itself on the memory of a query that has come so far, and the whole.
 *
 * <p>Each invocation takes the next of 1024 clients, so that what depends on the client is not learnt by heart.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QueryStages {
    private static final int CLIENTS = 1024;
    private static final int NAMES = 10_000;
    private static final int OUT_AT = 128;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment out = arena.allocate(65_536, 64);
    private final MemorySegment[] steered = new MemorySegment[CLIENTS];
    private final MemorySegment[] plain = new MemorySegment[CLIENTS];
    private final MemorySegment[] missing = new MemorySegment[CLIENTS];
    private final MemorySegment[] large = new MemorySegment[CLIENTS];
    private final int[] networks = new int[CLIENTS];
    private final ClientAddress resolver = new ClientAddress();

    private Catalog catalog;
    private QueryEngine engine;
    private int steeredLength;
    private int plainLength;
    private int missingLength;
    private int largeLength;
    private int next;

    private final Query parsed = new Query();
    private final Query ready = new Query();
    private final Match match = new Match();
    private final Chosen chosen = new Chosen();
    private final Draw draw = new Draw(1);
    private final Walk walk = new Walk(draw);
    private final OptRecord opt = new OptRecord(new byte[0], 0);
    private final ResponseWriter writer = new ResponseWriter(opt);
    private Leaf.Steered leaf;

    /** Compiles what is asked, and brings one query to each stage. */
    @Setup
    public void compile() throws IOException {
        catalog = Served.catalog(NAMES, 4);
        engine = new QueryEngine(new Published(catalog).reader(), EngineSettings.OPEN, Transport.UDP, 1);
        resolver.setIpv4(0x7f000001);
        for (int client = 0; client < CLIENTS; client++) {
            networks[client] = Served.network(client * 17);
            byte[] query = Messages.fromSubnet("www.example.com", RrType.A, networks[client]);
            steeredLength = query.length;
            steered[client] = Messages.inMemory(arena, query);
            query = Messages.plain("n%04d.example.com".formatted(1000 + client * 7), RrType.A);
            plainLength = query.length;
            plain[client] = Messages.inMemory(arena, query);
            query = Messages.plain("x%04d.example.com".formatted(client), RrType.A);
            missingLength = query.length;
            missing[client] = Messages.inMemory(arena, query);
            query = Messages.plain("large.example.com", RrType.TXT);
            largeLength = query.length;
            large[client] = Messages.inMemory(arena, query);
        }
        walk.prepare(catalog.ordinals(), catalog.widest());
        chosen.prepare(catalog.widest());
        QueryParser.parse(steered[0], Messages.AT, steeredLength, ready);
        catalog.find(ready.qname(), RrType.A, match);
        leaf = (Leaf.Steered) match.node().leaf(RrType.A);
        walk.client(false, (long) networks[0] << 40, 0);
        select(0);
        engine.beginBatch();
    }

    private int next() {
        next = next + 1 & CLIENTS - 1;
        return next;
    }

    private PlanState.Outcome select(int client) {
        walk.client(false, (long) networks[client] << 40, 0);
        PlanState.Outcome outcome = walk.select(leaf.plan(), false, leaf.answers(), null);
        chosen.set(catalog.records(walk.plan()), walk.selected(), walk.count());
        return outcome;
    }

    /** Header, question, OPT and client subnet. */
    @Benchmark
    public QueryParser.Outcome parse() {
        return QueryParser.parse(steered[next()], Messages.AT, steeredLength, parsed);
    }

    /** From the name to the node that answers. */
    @Benchmark
    public Match.Kind find() {
        catalog.find(ready.qname(), RrType.A, match);
        return match.kind();
    }

    /** From the client to the addresses: its line, and a draw by weight. */
    @Benchmark
    public PlanState.Outcome steer() {
        return select(next());
    }

    /** The response of what was chosen: header, question, one address, OPT with the scope. */
    @Benchmark
    public int write() {
        opt.begin(ready, true, false);
        writer.begin(out, OUT_AT, ready, false);
        writer.putChosen(ResponseWriter.ANSWER, chosen, 300, Header.LENGTH);
        return writer.finish(ready, Header.AA, Rcode.NOERROR, 24);
    }

    /** All of it: a steered name, with a client subnet. */
    @Benchmark
    public int answerSteered() {
        return engine.answer(steered[next()], Messages.AT, steeredLength, resolver, out, OUT_AT);
    }

    /** All of it: four addresses as they stand in the zone. */
    @Benchmark
    public int answerPlain() {
        return engine.answer(plain[next()], Messages.AT, plainLength, resolver, out, OUT_AT);
    }

    /** All of it: a name that does not exist. */
    @Benchmark
    public int answerMissing() {
        return engine.answer(missing[next()], Messages.AT, missingLength, resolver, out, OUT_AT);
    }

    /** All of it: half a kilobyte of text. */
    @Benchmark
    public int answerLarge() {
        return engine.answer(large[next()], Messages.AT, largeLength, resolver, out, OUT_AT);
    }
}
