package io.proxima.catalog;

import org.jspecify.annotations.Nullable;

/** Where the look-up of a name ended; one mutable instance a thread, filled by {@link Catalog#find}. */
public final class Match {

    /** The ways a look-up ends (RFC 1034 section 4.3.2, RFC 6672 section 3.2). */
    public enum Kind {
        /** The name is in none of our zones. */
        NO_ZONE,
        /** The name exists. */
        EXACT,
        /** A wildcard stands for the name. */
        WILDCARD,
        /** Neither the name nor a wildcard for it exists. */
        NXDOMAIN,
        /** The name is at or below a zone cut. */
        DELEGATION,
        /** The name is below a DNAME. */
        DNAME
    }

    Kind kind = Kind.NO_ZONE;

    @Nullable
    ZoneTree zone;

    @Nullable
    ZoneNode node;

    int apexLabel;
    int nodeLabel;

    void set(Kind kind, @Nullable ZoneNode node, int nodeLabel) {
        this.kind = kind;
        this.node = node;
        this.nodeLabel = nodeLabel;
    }

    /** How the look-up ended. */
    public Kind kind() {
        return kind;
    }

    /** The zone the name is in; not after {@code NO_ZONE}. */
    public ZoneTree zone() {
        if (zone == null) {
            throw new IllegalStateException("no zone matched");
        }
        return zone;
    }

    /** The matched name, wildcard, zone cut or DNAME, or the closest encloser of what does not exist. */
    public ZoneNode node() {
        if (node == null) {
            throw new IllegalStateException("no zone matched");
        }
        return node;
    }

    /** The label of the looked-up name at which the zone's apex begins. */
    public int apexLabel() {
        return apexLabel;
    }

    /** The label of the looked-up name at which the matched node's name begins; of a wildcard, its parent's. */
    public int nodeLabel() {
        return nodeLabel;
    }
}
