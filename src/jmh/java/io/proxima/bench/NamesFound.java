package io.proxima.bench;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Match;
import io.proxima.wire.Query;
import io.proxima.wire.QueryParser;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What finding a name costs as a zone grows: parsing included, of names at random, the worst that caches can be asked for. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx10g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NamesFound {
    private static final int ASKED = 1 << 18;

    @Param({"1000", "10000", "100000", "1000000", "10000000"})
    private int names;

    private final Arena arena = Arena.ofAuto();
    private final Query query = new Query();
    private final Match match = new Match();
    private final MemorySegment[] popular = new MemorySegment[1024];
    private final MemorySegment[] any = new MemorySegment[ASKED];
    private int[] lengths = new int[0];
    private Catalog catalog;
    private int next;

    /** Compiles the zone. */
    @Setup
    public void compile() throws IOException {
        catalog = Served.catalog(names, 1);
        SplittableRandom random = new SplittableRandom(1);
        lengths = new int[ASKED];
        for (int i = 0; i < ASKED; i++) {
            byte[] message = Messages.plain("n" + random.nextInt(names) + ".example.com", RrType.A);
            lengths[i] = message.length;
            any[i] = Messages.inMemory(arena, message);
        }
        System.arraycopy(any, 0, popular, 0, popular.length);
    }

    private Match.Kind find(MemorySegment[] messages) {
        next = next + 1 & messages.length - 1;
        QueryParser.parse(messages[next], Messages.AT, lengths[next], query);
        catalog.find(query.qname(), RrType.A, match);
        return match.kind();
    }

    /** One of 262,144 names. */
    @Benchmark
    public Match.Kind anyName() {
        return find(any);
    }

    /** One of a thousand, as most of what is asked is. */
    @Benchmark
    public Match.Kind popularName() {
        return find(popular);
    }
}
