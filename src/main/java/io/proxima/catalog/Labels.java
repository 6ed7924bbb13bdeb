package io.proxima.catalog;

import io.proxima.wire.NameView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The children of one node of a label tree: a hash table of pages, each with linear probing and at most half full.
 *
 * <p>A tree is filled by one thread before it is published, then only read. From then on {@link #with} gives changed tables
 * that share all pages but one, so that one name of millions below a node costs some thousand octets. Up to {@value
 * #PAGE_CHILDREN} children are one page; of more, the upper bits of a label's hash, turned, choose the page and its lower
 * bits the slot.
 */
final class Labels<N> {
    private static final int PAGE_CHILDREN = 256;
    /** Pages of 131,072 children and more: with what these are, tens of megabytes. */
    private static final int LARGE_PAGES = 1024;

    private static final int TURN = 0x9e3779b9;
    private static final int HASH_BITS = 31;

    private Page only = Page.EMPTY;
    /** Null while one page holds all. */
    private Page @Nullable [] pages;

    private int shift;
    private int size;
    /** Whether others hold the same pages, so that there are to be no others. */
    private boolean fixed;

    /** Makes pages for so many children before the first one comes; empty ones cost little. */
    void reserve(int children) {
        int count = Math.max(2, Integer.highestOneBit(Math.max(1, children / PAGE_CHILDREN)) << 1);
        Page[] fresh = new Page[count];
        Arrays.setAll(fresh, _ -> new Page());
        shift = HASH_BITS - Integer.numberOfTrailingZeros(count);
        pages = fresh;
    }

    /** Makes a page as large as so many children want it, evenly spread, once the first one comes. */
    void expect(int children) {
        if (pages != null) {
            int slots = Integer.highestOneBit(Math.max(Page.FIRST_SLOTS, 2 * (children / pages.length) + 1)) << 1;
            for (Page page : pages) {
                page.firstSlots = Math.min(slots, 4 * PAGE_CHILDREN);
            }
        }
    }

    /**
     * The same pages, of which one of several threads is to fill a share: those labels of which {@link #share} says its number.
     * What it put counts once it was given to {@link #join}.
     */
    Labels<N> part() {
        Labels<N> part = new Labels<>();
        part.pages = pages;
        part.shift = shift;
        part.fixed = true;
        return part;
    }

    /** Which of so many threads is to put a label's child. */
    int share(byte[] label, int shares) {
        return (int) (((long) index(NameView.hash(label)) * shares) >>> (HASH_BITS - shift));
    }

    /** Counts what was put into a part. */
    void join(Labels<N> part) {
        size += part.size;
    }

    /** The child at a label of a name, or null. */
    @SuppressWarnings("unchecked") // only N are put
    @Nullable
    N get(NameView name, int label) {
        int hash = name.labelHash(label);
        Page page = page(hash);
        if (page.size == 0) {
            return null;
        }
        int mask = page.nodes.length - 1;
        for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
            Object node = page.nodes[slot];
            if (node == null) {
                return null;
            }
            if (page.hashes[slot] == hash) {
                byte[] candidate = page.labels[slot];
                if (candidate != null && name.labelEquals(label, candidate)) {
                    return (N) node;
                }
            }
        }
    }

    /** The child of a label in lower case, or null. */
    @SuppressWarnings("unchecked") // only N are put
    @Nullable
    N get(byte[] label) {
        int hash = NameView.hash(label);
        Page page = page(hash);
        return page.size == 0 ? null : (N) page.nodes[page.slotOf(label, hash)];
    }

    /** Adds a child under a label in lower case that has none yet; only while the tree is filled. */
    void put(byte[] label, N node) {
        int hash = NameView.hash(label);
        if (only == Page.EMPTY && pages == null) {
            only = new Page();
        }
        page(hash).put(label, hash, node);
        size++;
        if (!fixed && size > PAGE_CHILDREN * (pages == null ? 1 : pages.length)) {
            split();
        }
    }

    /** This table with another child at a label, or, where the child is null, without one. */
    Labels<N> with(byte[] label, @Nullable N node) {
        int hash = NameView.hash(label);
        Page old = page(hash);
        Page page = old.with(label, hash, node);
        Labels<N> changed = new Labels<>();
        changed.size = size + page.size - old.size;
        changed.shift = shift;
        if (pages == null) {
            changed.only = page;
        } else {
            changed.pages = pages.clone();
            changed.pages[index(hash)] = page;
        }
        if (changed.size > PAGE_CHILDREN * (pages == null ? 1 : pages.length)) {
            changed.split();
        }
        return changed;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Whether there are so many pages that finding a child waits for memory. */
    boolean isLarge() {
        return pages != null && pages.length >= LARGE_PAGES;
    }

    /** Where the children of a hash are. */
    Page page(int hash) {
        return pages == null ? only : pages[index(hash)];
    }

    private int index(int hash) {
        return ((hash * TURN) >>> 1) >>> shift;
    }

    /** Twice as many pages; the old ones, which other tables may share, stay as they are. */
    private void split() {
        Page[] old = pages == null ? new Page[] {only} : pages;
        Page[] fresh = new Page[2 * old.length];
        Arrays.setAll(fresh, _ -> new Page());
        shift = HASH_BITS - Integer.numberOfTrailingZeros(fresh.length);
        for (Page page : old) {
            for (int slot = 0; slot < page.nodes.length; slot++) {
                byte[] label = page.labels[slot];
                Object node = page.nodes[slot];
                if (label != null && node != null) {
                    fresh[index(page.hashes[slot])].put(label, page.hashes[slot], node);
                }
            }
        }
        only = Page.EMPTY;
        pages = fresh;
    }

    /** One part of a table. */
    static final class Page {
        private static final int FIRST_SLOTS = 4;
        private static final Page EMPTY = new Page();

        private byte[] @Nullable [] labels = {};
        private int[] hashes = {};
        private @Nullable Object[] nodes = {};
        private int size;
        private int firstSlots = FIRST_SLOTS;

        /** Reads the slot where a hash is looked for first; what it gives means nothing, see {@link LookAhead}. */
        int touch(int hash) {
            if (size == 0) {
                return 0;
            }
            int slot = hash & (nodes.length - 1);
            return hashes[slot] + (labels[slot] == null ? 0 : 1) + (nodes[slot] == null ? 0 : 1);
        }

        /** The slot of a child that has a hash, most likely the one that is looked for, or an empty one; -1 in an empty page. */
        int likely(int hash) {
            int mask = nodes.length - 1;
            int slot = size == 0 ? -1 : hash & mask;
            while (slot >= 0 && nodes[slot] != null && hashes[slot] != hash) {
                slot = (slot + 1) & mask;
            }
            return slot;
        }

        /** The child in a slot. */
        @Nullable
        Object child(int slot) {
            return slot < 0 ? null : nodes[slot];
        }

        /** Reads a slot's label; what it gives means nothing. */
        int touchLabel(int slot) {
            byte[] label = slot < 0 ? null : labels[slot];
            return label == null ? 0 : label[0];
        }

        private void put(byte[] label, int hash, Object node) {
            if (2 * (size + 1) > nodes.length) {
                resize(Math.max(firstSlots, 2 * nodes.length), null);
            }
            set(slotOf(label, hash), label, hash, node);
        }

        private void set(int slot, byte[] label, int hash, Object node) {
            size += labels[slot] == null ? 1 : 0;
            labels[slot] = label;
            hashes[slot] = hash;
            nodes[slot] = node;
        }

        private Page with(byte[] label, int hash, @Nullable Object node) {
            Page changed = new Page();
            changed.labels = labels.clone();
            changed.hashes = hashes.clone();
            changed.nodes = nodes.clone();
            changed.size = size;
            int slot = size == 0 ? -1 : slotOf(label, hash);
            if (slot >= 0 && labels[slot] != null) {
                if (node == null) {
                    changed.resize(nodes.length, label); // what probing passed over may move
                } else {
                    changed.nodes[slot] = node;
                }
            } else if (node != null) {
                changed.put(label, hash, node);
            }
            return changed;
        }

        private int slotOf(byte[] label, int hash) {
            int mask = nodes.length - 1;
            int slot = hash & mask;
            while (labels[slot] != null && (hashes[slot] != hash || !Arrays.equals(labels[slot], label))) {
                slot = (slot + 1) & mask;
            }
            return slot;
        }

        private void resize(int capacity, byte @Nullable [] without) {
            byte[] @Nullable [] oldLabels = labels;
            int[] oldHashes = hashes;
            @Nullable Object[] oldNodes = nodes;
            labels = new byte[capacity][];
            hashes = new int[capacity];
            nodes = new Object[capacity];
            size = 0;
            for (int i = 0; i < oldNodes.length; i++) {
                byte[] label = oldLabels[i];
                Object node = oldNodes[i];
                if (label != null && node != null && !(without != null && Arrays.equals(label, without))) {
                    set(slotOf(label, oldHashes[i]), label, oldHashes[i], node);
                }
            }
        }
    }
}
