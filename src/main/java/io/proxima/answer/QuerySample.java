package io.proxima.answer;

import io.proxima.net.ClientAddress;
import io.proxima.net.Prefix;
import io.proxima.wire.Name;
import io.proxima.wire.NameView;
import io.proxima.wire.Query;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thread's part of the sample: of each of the last periods a reservoir, in which every query of the period is with the
 * same chance (Li 1994, algorithm L: it is drawn how many queries to pass over, so a query costs one subtraction).
 *
 * <p>The memory is taken once. One thread writes and never waits; any thread reads, and takes only what did not change under
 * its eyes (a sequence number before and behind each record). Clients are cut to /24 or /56 before they are written.
 */
final class QuerySample {
    private static final int IPV4_BITS = 24;
    private static final int IPV6_BITS = 56;

    private static final int SEQUENCE = 0;
    private static final int PERIOD = 1;
    private static final int WHEN = 2;
    private static final int META = 3;
    private static final int CLIENT = 4;
    private static final int RESOLVER = 5;
    private static final int NAME = 6;
    private static final int NAME_WORDS = 32;
    private static final int WORDS = NAME + NAME_WORDS;

    /** Of a period: a sequence number, its number, how many queries it has once the next is kept, and whether it is open. */
    private static final int HEAD_WORDS = 4;

    private static final int HEAD_DUE = 2;
    private static final int HEAD_OPEN = 3;
    private static final int HEAD_LOOKS = 64;

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private final int periods;
    private final int slots;
    final long[] heads;
    final long[] words;

    private long period = -1;
    private int row;
    /** How many queries are passed over before the next that is kept; one number. */
    private final long[] left = new long[1];

    private long due;
    private int kept;
    private double threshold;
    private long random;

    /**
     * @param periods of how many periods queries are kept
     * @param slots how many of each
     */
    QuerySample(int periods, int slots, long seed) {
        this.periods = periods;
        this.slots = slots;
        this.random = seed;
        heads = new long[periods * HEAD_WORDS];
        words = new long[periods * slots * WORDS];
    }

    /** Goes on to a period, and forgets the one whose place it takes; on the writing thread, as all but {@link #read}. */
    void enter(long now) {
        if (now == period) {
            return;
        }
        next(due - left[0], 0, 0);
        period = now;
        row = (int) (now % periods);
        kept = 0;
        threshold = 1;
        next(1, 0, 1);
    }

    /** Whether the query that was just answered is to be kept. */
    boolean takes() {
        long now = left[0] - 1;
        WORD.setOpaque(left, 0, now);
        return now < 0;
    }

    /** Keeps a query. */
    void keep(Query query, boolean subnet, ClientAddress from, SampledQuery.Outcome outcome, long nowMillis) {
        int slot = kept < slots ? kept++ : (int) (fraction() * slots);
        int at = (row * slots + slot) * WORDS;
        long sequence = words[at];
        WORD.setOpaque(words, at, sequence + 1);
        VarHandle.storeStoreFence();
        write(at, query, subnet, from, outcome, nowMillis);
        WORD.setRelease(words, at, sequence + 2);
        if (kept < slots) {
            next(due + 1, 0, 1);
            return;
        }
        threshold *= Math.exp(Math.log(fraction()) / slots);
        long skipped = (long) Math.min(1L << 60, Math.log(fraction()) / Math.log1p(-threshold));
        next(due + skipped + 1, skipped, 1);
    }

    private void write(
            int at, Query query, boolean subnet, ClientAddress from, SampledQuery.Outcome outcome, long nowMillis) {
        NameView name = query.qname();
        boolean ipv6 = subnet ? query.ecsFamily() == 2 : from.ipv6();
        int bits = subnet ? Math.min(query.ecsSourceLength(), bits(ipv6)) : bits(ipv6);
        long meta = query.qtype()
                | (long) query.rcode() << 16
                | (long) outcome.code << 28
                | (long) bits << 32
                | (ipv6 ? 1L << 40 : 0)
                | (from.ipv6() ? 1L << 41 : 0)
                | (subnet ? 1L << 42 : 0)
                | (long) name.length() << 48;
        WORD.setOpaque(words, at + PERIOD, period);
        WORD.setOpaque(words, at + WHEN, nowMillis);
        WORD.setOpaque(words, at + META, meta);
        WORD.setOpaque(words, at + CLIENT, Prefix.maskHigh(subnet ? query.ecsHigh() : from.high(), bits));
        WORD.setOpaque(words, at + RESOLVER, Prefix.maskHigh(from.high(), bits(from.ipv6())));
        MemorySegment octets = name.segment();
        for (int i = 0; i < name.length(); i += Long.BYTES) {
            long word = 0;
            for (int j = i; j < Math.min(i + Long.BYTES, name.length()); j++) {
                // No length of a label looks like a letter: it is at most 63.
                long octet = NameView.lower(octets.get(ValueLayout.JAVA_BYTE, name.at() + j) & 0xff);
                word |= octet << (8 * (j - i));
            }
            WORD.setOpaque(words, at + NAME + i / Long.BYTES, word);
        }
    }

    private static int bits(boolean ipv6) {
        return ipv6 ? IPV6_BITS : IPV4_BITS;
    }

    /** Says how many queries are passed over, and how many there will have been by then. */
    private void next(long willBe, long passedOver, long open) {
        int head = row * HEAD_WORDS;
        long sequence = heads[head];
        WORD.setOpaque(heads, head, sequence + 1);
        VarHandle.storeStoreFence();
        due = willBe;
        WORD.setOpaque(heads, head + PERIOD, period);
        WORD.setOpaque(heads, head + HEAD_DUE, willBe);
        WORD.setOpaque(heads, head + HEAD_OPEN, open);
        WORD.setOpaque(left, 0, passedOver);
        WORD.setRelease(heads, head, sequence + 2);
    }

    /** More than 0 and less than 1; the generator is SplitMix64, as in {@code steer.Draw}. */
    private double fraction() {
        random += 0x9e3779b97f4a7c15L;
        long mixed = (random ^ (random >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return (((mixed ^ (mixed >>> 31)) >>> 12) + 0.5) * 0x1.0p-52;
    }

    /**
     * Adds what is kept of the last periods; for any thread.
     *
     * @param now the number of the period that is now
     * @return how many queries there were in those periods
     */
    long read(long now, List<SampledQuery> into) {
        long all = 0;
        for (int i = 0; i < periods; i++) {
            long[] head = head(i * HEAD_WORDS);
            long seen = head[HEAD_DUE] - head[HEAD_OPEN] * head[HEAD_WORDS] - 1;
            if (head[PERIOD] > now - periods && seen > 0) {
                all += seen;
                List<long[]> found = new ArrayList<>();
                for (int slot = 0; slot < slots; slot++) {
                    long[] copy = copy((i * slots + slot) * WORDS, head[PERIOD]);
                    if (copy != null) {
                        found.add(copy);
                    }
                }
                for (long[] copy : found) {
                    into.add(query(copy, (double) seen / found.size()));
                }
            }
        }
        return all;
    }

    /** What is said of a period, and behind it how many queries are passed over yet; a period that never was, if it changes all the time. */
    private long[] head(int at) {
        long[] head = new long[HEAD_WORDS + 1];
        for (int look = 0; look < HEAD_LOOKS; look++) {
            long before = (long) WORD.getAcquire(heads, at);
            for (int i = 1; i < HEAD_WORDS; i++) {
                head[i] = (long) WORD.getOpaque(heads, at + i);
            }
            head[HEAD_WORDS] = (long) WORD.getOpaque(left, 0);
            VarHandle.loadLoadFence();
            if (isWhole(before, (long) WORD.getOpaque(heads, at))) {
                return head;
            }
        }
        head[HEAD_DUE] = 0;
        return head;
    }

    /** A record of a period as it stands; null where it is of another, or is being written. */
    private long @Nullable [] copy(int at, long ofPeriod) {
        long[] copy = new long[WORDS];
        copy[SEQUENCE] = (long) WORD.getAcquire(words, at);
        for (int i = 1; i < WORDS; i++) {
            copy[i] = (long) WORD.getOpaque(words, at + i);
        }
        VarHandle.loadLoadFence();
        return isWhole(copy[SEQUENCE], (long) WORD.getOpaque(words, at)) && copy[PERIOD] == ofPeriod ? copy : null;
    }

    /** Whether nothing was written between two looks at a sequence number; 0 is that of a record never written. */
    static boolean isWhole(long before, long after) {
        return before == after && before % 2 == 0 && before != 0;
    }

    private static SampledQuery query(long[] copy, double weight) {
        long meta = copy[META];
        byte[] octets = new byte[(int) (meta >>> 48)];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (copy[NAME + i / Long.BYTES] >>> (8 * (i % Long.BYTES)));
        }
        boolean resolverIpv6 = (meta & 1L << 41) != 0;
        return new SampledQuery(
                Name.ofOctets(octets),
                (int) (meta & 0xffff),
                new Prefix(resolverIpv6, copy[RESOLVER], 0, bits(resolverIpv6)),
                new Prefix((meta & 1L << 40) != 0, copy[CLIENT], 0, (int) (meta >>> 32 & 0xff)),
                (meta & 1L << 42) != 0,
                SampledQuery.Outcome.ofCode((int) (meta >>> 28 & 3)),
                (int) (meta >>> 16 & 0xfff),
                copy[WHEN],
                weight);
    }
}
