package io.proxima.catalog;

import io.proxima.wire.EncodedRrset;
import io.proxima.wire.NameView;
import io.proxima.wire.RrType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One name of a zone's label tree: an owner name, an empty non-terminal, or both a wildcard's parent and anything else.
 *
 * <p>Filled by one thread before the catalog is published, then only read; later catalogs share it where nothing changed.
 */
public final class ZoneNode {

    /**
     * A zone cut (RFC 1034 section 4.2): the NS RRset of a delegation and the glue that goes with it.
     */
    record Cut(EncodedRrset ns, List<Additional> glue) {}

    /** A DNAME (RFC 6672). */
    static final class Redirect {
        private final EncodedRrset rrset;
        private final byte[] target;
        private final int ttlSeconds;
        private final boolean inward;

        /**
         * @param inward whether the target is at or below the owner, so that following it never ends
         */
        Redirect(EncodedRrset rrset, byte[] target, int ttlSeconds, boolean inward) {
            this.rrset = rrset;
            this.target = target;
            this.ttlSeconds = ttlSeconds;
            this.inward = inward;
        }
    }

    private static final int[] NO_TYPES = {};
    /** What most names have; those share the arrays. */
    private static final List<int[]> USUAL_TYPES = List.of(
            new int[] {RrType.A, RrType.AAAA},
            new int[] {RrType.A},
            new int[] {RrType.NS},
            new int[] {RrType.CNAME},
            new int[] {RrType.AAAA},
            new int[] {RrType.PTR},
            new int[] {RrType.TXT},
            new int[] {RrType.MX},
            new int[] {RrType.NS, RrType.SOA});

    private static final Leaf[] NO_LEAVES = {};

    /** Null where the name has none, as most have. */
    private @Nullable Labels<ZoneNode> children;

    @Nullable
    ZoneNode wildcard;

    @Nullable
    Cut cut;

    @Nullable
    Redirect redirect;

    private Leaf.@Nullable Plain cname;
    private int[] types = NO_TYPES;
    private Leaf[] leaves = NO_LEAVES;

    /** The names right below this one; null where there are none. */
    @Nullable
    Labels<ZoneNode> children() {
        return children;
    }

    /** The child at a label of a name, or null. */
    @Nullable
    ZoneNode child(NameView name, int label) {
        return children == null ? null : children.get(name, label);
    }

    /** The child of a label in lower case, or null. */
    @Nullable
    ZoneNode child(byte[] label) {
        return children == null ? null : children.get(label);
    }

    /**
     * This node with another child at a label, or, where the child is null, without one; shares all else. Null where nothing is
     * left of it.
     */
    @Nullable
    ZoneNode with(byte[] label, @Nullable ZoneNode child) {
        Labels<ZoneNode> changed = (children == null ? new Labels<ZoneNode>() : children).with(label, child);
        if (changed.isEmpty() && leaves.length == 0 && cut == null) {
            return null;
        }
        ZoneNode copy = new ZoneNode();
        copy.children = changed.isEmpty() ? null : changed;
        copy.wildcard = isWildcard(label) ? child : wildcard;
        copy.cut = cut;
        copy.redirect = redirect;
        copy.cname = cname;
        copy.types = types;
        copy.leaves = leaves;
        return copy;
    }

    /** A name with the same names below it that has nothing itself. */
    ZoneNode bare() {
        ZoneNode bare = new ZoneNode();
        bare.children = children;
        bare.wildcard = wildcard;
        return bare;
    }

    /** Whether there are names below this one. */
    boolean hasChildren() {
        return children != null;
    }

    private static boolean isWildcard(byte[] label) {
        return label.length == 1 && label[0] == '*';
    }

    /** The child of a label in lower case; it is made where there is none. */
    ZoneNode childOrNew(byte[] label) {
        if (children == null) {
            children = new Labels<>();
        }
        ZoneNode child = children.get(label);
        if (child == null) {
            child = new ZoneNode();
            children.put(label, child);
            if (isWildcard(label)) {
                wildcard = child;
            }
        }
        return child;
    }

    void add(int type, Leaf leaf) {
        leaves = Arrays.copyOf(leaves, leaves.length + 1);
        leaves[leaves.length - 1] = leaf;
        types = with(types, type);
    }

    private static int[] with(int[] types, int another) {
        int length = types.length;
        for (int[] usual : USUAL_TYPES) {
            if (usual.length == length + 1
                    && usual[length] == another
                    && Arrays.equals(usual, 0, length, types, 0, length)) {
                return usual;
            }
        }
        int[] more = Arrays.copyOf(types, length + 1);
        more[length] = another;
        return more;
    }

    /** Makes room for so many children, of which several threads are to plant theirs. */
    void reserve(int children) {
        Labels<ZoneNode> room = new Labels<>();
        room.reserve(children);
        this.children = room;
    }

    /** Says that so many children will be planted. */
    void expect(int children) {
        present(this.children).expect(children);
    }

    /** Which of so many threads is to plant what is at or below the child at a label. */
    int share(byte[] label, int shares) {
        return present(children).share(label, shares);
    }

    /** The same node, for one of the threads. */
    ZoneNode part() {
        ZoneNode part = new ZoneNode();
        part.children = present(children).part();
        return part;
    }

    /** Takes over what one of the threads planted. */
    void join(ZoneNode part) {
        present(children).join(present(part.children));
        wildcard = part.wildcard == null ? wildcard : part.wildcard;
    }

    void setCname(Leaf.Plain leaf) {
        cname = leaf;
    }

    /** The types that the name has; for explanations. */
    public int[] types() {
        return types.clone();
    }

    /** What the name has of a type, or null. */
    public @Nullable Leaf leaf(int type) {
        for (int i = 0; i < types.length; i++) {
            if (types[i] == type) {
                return leaves[i];
            }
        }
        return null;
    }

    /** The CNAME, or null. */
    public Leaf.@Nullable Plain cname() {
        return cname;
    }

    /** The name's first leaf, for a question of type ANY (RFC 8482 section 4.1), or null. */
    public @Nullable Leaf any() {
        return leaves.length == 0 ? null : leaves[0];
    }

    /** The DNAME's RRset; only where a match says there is one. */
    public EncodedRrset dname() {
        return present(redirect).rrset;
    }

    /** The octets of the DNAME's target. */
    public byte[] dnameTarget() {
        return present(redirect).target;
    }

    /** The DNAME's TTL. */
    public int dnameTtlSeconds() {
        return present(redirect).ttlSeconds;
    }

    /** Whether the DNAME leads to its own owner or below it, so that following it never ends. */
    public boolean dnameLeadsInward() {
        return present(redirect).inward;
    }

    /** The delegation's NS RRset; only where a match says there is one. */
    public EncodedRrset delegation() {
        return present(cut).ns;
    }

    /** The delegation's glue. */
    public List<Additional> glue() {
        return present(cut).glue;
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the match did not say so");
        }
        return value;
    }
}
