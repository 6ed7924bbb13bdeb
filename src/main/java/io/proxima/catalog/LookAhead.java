package io.proxima.catalog;

import io.proxima.steer.ClientsAhead;
import io.proxima.wire.NameView;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a batch of queries is going to read from large maps into the caches, for all of the batch at once.
 *
 * <p>In maps that outgrow the caches, finding a name or a client's line is little work and a few waits for memory, each for what
 * the one before gave. The waits of different queries have nothing to do with each other: where all queries of a batch go
 * through one stage before the next begins, the processor waits for many places at a time. So a query costs a share of a wait,
 * and what answers it afterwards finds everything at hand. Java has no prefetch instruction; a plain read does it.
 *
 * <p>Nothing follows from what is read here: where it misses what will be asked for, the query waits as it would have done. Small
 * maps gain nothing, so only one batch of {@value #SELDOM} is looked at until large ones are met, and then every batch for as long.
 *
 * <p>A thread's own; allocates nothing.
 */
public final class LookAhead {
    private static final int SELDOM = 64;
    private static final int QUERIES = 64;
    /** Looking ahead is worth it where at least one query of so many meets a large map. */
    private static final int ONE_OF = 4;

    private final int[] hashes = new int[QUERIES];
    /** By query, the page of a large table where the name goes on, or where there is none the name's node. */
    private final @Nullable Object[] places = new @Nullable Object[QUERIES];

    private final int[] qtypes = new int[QUERIES];
    private final boolean[] ipv6 = new boolean[QUERIES];
    private final long[] high = new long[QUERIES];
    private int count;
    private int large;
    private int passedOver = SELDOM;
    /** A sum of all that was read, so that the compiler does not leave the reading out. */
    @SuppressWarnings("UnusedVariable")
    private long seen;

    /** Whether the batch that begins now is to be looked at. */
    public boolean begins() {
        passedOver++;
        return passedOver >= SELDOM;
    }

    /**
     * Takes a query; beyond 64 they are not heeded.
     *
     * @param ipv6 the family of the client that most likely chooses
     * @param high the first 64 bits of its address
     */
    public void add(Catalog catalog, NameView name, int qtype, boolean ipv6, long high) {
        if (count < QUERIES) {
            qtypes[count] = qtype;
            this.ipv6[count] = ipv6;
            this.high[count] = high;
            places[count] = place(catalog, name, count);
            count++;
        }
    }

    private @Nullable Object place(Catalog catalog, NameView name, int query) {
        Catalog.Apex at = catalog.root;
        int label = name.labelCount();
        while (label > 0) {
            if (at.children.isLarge()) {
                return page(at.children, name, label - 1, query);
            }
            Catalog.Apex child = at.children.get(name, label - 1);
            if (child == null) {
                break;
            }
            at = child;
            label--;
        }
        ZoneNode node = at.zone == null ? null : at.zone.apex();
        while (node != null && label > 0) {
            Labels<ZoneNode> children = node.children();
            if (children != null && children.isLarge()) {
                return page(children, name, label - 1, query);
            }
            label--;
            ZoneNode child = node.child(name, label);
            node = child == null ? node.wildcard : child;
        }
        return node;
    }

    private Labels.Page page(Labels<?> table, NameView name, int label, int query) {
        large++;
        hashes[query] = name.labelHash(label);
        return table.page(hashes[query]);
    }

    /** Reads ahead for all queries of the batch. */
    public void touch() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            if (places[i] instanceof Labels.Page page) {
                sum += page.touch(hashes[i]);
            }
        }
        for (int i = 0; i < count; i++) {
            Object place = places[i];
            if (place instanceof Labels.Page page) {
                int slot = page.likely(hashes[i]);
                sum += page.touchLabel(slot);
                place = page.child(slot);
            }
            if (place instanceof ZoneNode node) {
                sum += touch(node, i);
            }
            places[i] = null; // the catalog may be replaced
        }
        seen += sum;
        passedOver = large > 0 && ONE_OF * large >= count ? SELDOM : 0;
        count = 0;
        large = 0;
    }

    private long touch(ZoneNode node, int query) {
        Leaf leaf = node.leaf(qtypes[query]);
        if (leaf instanceof Leaf.Plain plain) {
            return plain.rrset().ttlSeconds();
        }
        if (leaf instanceof Leaf.Steered steered && ClientsAhead.wait(steered.plan(), ipv6[query])) {
            large++;
            return ClientsAhead.touch(steered.plan(), ipv6[query], high[query]);
        }
        return 0;
    }
}
