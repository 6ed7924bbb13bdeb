package io.proxima.answer;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Match;
import io.proxima.net.ClientAddress;
import io.proxima.net.Prefix;
import io.proxima.wire.EncodedRrset;
import io.proxima.wire.Name;
import io.proxima.wire.NameView;
import io.proxima.wire.Query;
import io.proxima.wire.RrType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Questions about answers, asked as TXT of {@code _explain.NAME} or {@code TYPE._explain.NAME} by those who may.
 *
 * <p>For all others, for every other type, and where a zone has that very name, such a question is one like any other. An
 * answer is made on the thread that got the question: it takes memory and, in the mean, less than a millisecond, so all
 * threads together make ten a second at most, and none waits for anything; handing it to another thread would need a
 * second way out of every listener. Shared by all threads.
 */
public final class DebugQueries {
    private static final byte[] LABEL = "_explain".getBytes(StandardCharsets.US_ASCII);
    private static final long NANOS_EACH = 100_000_000;
    private static final long MOST_OWED_NANOS = 10 * NANOS_EACH;

    /** Says why a question is answered as it is. */
    @FunctionalInterface
    public interface Explains {
        /**
         * The explanation as the RDATA of TXT records.
         *
         * @param subnet the client subnet of the query, or null
         */
        List<byte[]> explain(Catalog catalog, Name name, int type, Prefix resolver, @Nullable Prefix subnet);
    }

    private final ClientSet from;
    private final LongSupplier nanoTime;
    private final Explains explains;
    /** When all that was answered is paid for. */
    private final AtomicLong paidAtNanos;

    /**
     * @param from who may ask
     * @param nanoTime a clock that only runs forward
     */
    public DebugQueries(Collection<Prefix> from, LongSupplier nanoTime, Explains explains) {
        this.from = ClientSet.of(from);
        this.nanoTime = nanoTime;
        this.explains = explains;
        this.paidAtNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /** Whether a query is such a question, from one who may ask it. */
    boolean asks(Catalog catalog, Query query, ClientAddress client) {
        if (query.qtype() != RrType.TXT || labels(query.qname()) == 0) {
            return false;
        }
        if (!from.contains(client) || type(query) < 0) {
            return false;
        }
        Match match = new Match();
        catalog.find(query.qname(), RrType.TXT, match);
        return match.kind() != Match.Kind.EXACT;
    }

    /** The answer, TTL 0; null where there were too many. */
    @Nullable
    EncodedRrset answer(Catalog catalog, Query query, ClientAddress client) {
        if (!admitted()) {
            return null;
        }
        NameView view = query.qname();
        int from = view.offsetOf(labels(view));
        byte[] octets = new byte[view.length() - from];
        MemorySegment.copy(view.segment(), ValueLayout.JAVA_BYTE, view.at() + from, octets, 0, octets.length);
        return EncodedRrset.of(
                RrType.TXT,
                0,
                explains.explain(
                        catalog,
                        Name.ofOctets(octets),
                        type(query),
                        AnswerTrace.address(client),
                        AnswerTrace.subnet(query)));
    }

    /** How many labels stand before the name that is asked about: 0 where none is. */
    private static int labels(NameView name) {
        return name.labelCount() > 0 && name.labelEquals(0, LABEL)
                ? 1
                : name.labelCount() > 1 && name.labelEquals(1, LABEL) ? 2 : 0;
    }

    /** The type that is asked about; -1 where the first label is none. */
    private static int type(Query query) {
        NameView name = query.qname();
        if (labels(name) == 1) {
            return RrType.A;
        }
        byte[] label = new byte[name.offsetOf(1) - 1];
        MemorySegment.copy(name.segment(), ValueLayout.JAVA_BYTE, name.at() + 1, label, 0, label.length);
        return RrType.parse(new String(label, StandardCharsets.US_ASCII));
    }

    /** Each answer costs its time in advance, and so many may be owed. */
    private boolean admitted() {
        long now = nanoTime.getAsLong();
        long before =
                paidAtNanos.getAndUpdate(paid -> owed(paid, now) > MOST_OWED_NANOS ? paid : now + owed(paid, now));
        return owed(before, now) <= MOST_OWED_NANOS;
    }

    private static long owed(long paidAtNanos, long now) {
        return Math.max(paidAtNanos - now, 0) + NANOS_EACH;
    }
}
