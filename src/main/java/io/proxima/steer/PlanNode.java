package io.proxima.steer;

import io.proxima.net.LookupTable;
import io.proxima.policy.Rule;
import io.proxima.policy.UpAtLeast;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One group of a compiled pool; immutable.
 *
 * <p>A group of groups has children that are node numbers; a leaf has members, whose addresses are numbers in the plan's
 * table. Children always have greater numbers than their parent.
 */
final class PlanNode {
    /** How a node chooses; the names are the policy's. */
    enum Kind {
        /** By the client's class: line and nearest. */
        BY_CLIENT,
        FAILOVER,
        WEIGHTED,
        ROUND_ROBIN,
        RANDOM,
        /** By a hash of the client. */
        CONSISTENT_HASH,
        ALL;

        static Kind of(Rule rule) {
            return switch (rule) {
                case Rule.Line _, Rule.Nearest _ -> BY_CLIENT;
                case Rule.Failover() -> FAILOVER;
                case Rule.Weighted() -> WEIGHTED;
                case Rule.RoundRobin() -> ROUND_ROBIN;
                case Rule.Random() -> RANDOM;
                case Rule.ConsistentHash _ -> CONSISTENT_HASH;
                case Rule.All() -> ALL;
            };
        }

        /** The rule's word in the policy. */
        static String word(Rule rule) {
            return switch (rule) {
                case Rule.Line() -> "line";
                case Rule.Nearest _ -> "nearest";
                case Rule.Failover() -> "failover";
                case Rule.Weighted() -> "weighted";
                case Rule.RoundRobin() -> "round-robin";
                case Rule.Random() -> "random";
                case Rule.ConsistentHash _ -> "consistent-hash";
                case Rule.All() -> "all";
            };
        }
    }

    /** One member of a leaf. */
    static final class Slot {
        final String member;
        /** Equal wherever in the pool the member stands. */
        final int number;

        final int weight;
        final Ramp ramp;
        /** Whether it is not served in one family while it is down in the other. */
        final boolean dropTogether;

        final int[] addresses;
        /** By address, a hash of its name; empty where nothing heeds them. */
        final long[] identities;

        Slot(
                String member,
                int number,
                int weight,
                Ramp ramp,
                boolean dropTogether,
                int[] addresses,
                long[] identities) {
            this.member = member;
            this.number = number;
            this.weight = weight;
            this.ramp = ramp;
            this.dropTogether = dropTogether;
            this.addresses = addresses;
            this.identities = identities;
        }
    }

    final String name;
    /** The rule's word in the policy. */
    final String rule;

    final @Nullable String line;
    final Kind kind;
    final int[] children;
    final List<Slot> slots;
    /** As written, or -1 for the sum of what is up. */
    final int weight;

    final UpAtLeast upAtLeast;
    /** With a smaller share of its members up all of them serve, unless it counts as down; 0 for never. */
    final int panicPercent;

    private final int ordinal4;
    private final int ordinal6;
    /** For {@link Kind#BY_CLIENT}: prefix to client class. */
    final @Nullable LookupTable clients;
    /** For {@link Kind#BY_CLIENT}: each class's order of child positions, all of them. */
    final int[][] orders;
    /** For {@link Kind#BY_CLIENT}: by class and place in the order, the place after the last child that is as good. */
    final int[][] bandEnds;
    /** Whether the children are the sites of one group of members: what is drawn from several of them is drawn as one. */
    final boolean sitesOfLeaf;
    /** For {@link Kind#CONSISTENT_HASH}. */
    final @Nullable Rendezvous rendezvous;
    /** Whether a node that looks at the client stands here or below. */
    final boolean clientDependent;

    PlanNode(
            String name,
            String rule,
            @Nullable String line,
            Kind kind,
            int[] children,
            List<Slot> slots,
            int weight,
            UpAtLeast upAtLeast,
            int panicPercent,
            int ordinal4,
            int ordinal6,
            @Nullable LookupTable clients,
            int[][] orders,
            int[][] bandEnds,
            boolean sitesOfLeaf,
            @Nullable Rendezvous rendezvous,
            boolean clientDependent) {
        this.name = name;
        this.rule = rule;
        this.line = line;
        this.kind = kind;
        this.children = children;
        this.slots = slots;
        this.weight = weight;
        this.upAtLeast = upAtLeast;
        this.panicPercent = panicPercent;
        this.ordinal4 = ordinal4;
        this.ordinal6 = ordinal6;
        this.clients = clients;
        this.orders = orders;
        this.bandEnds = bandEnds;
        this.sitesOfLeaf = sitesOfLeaf;
        this.rendezvous = rendezvous;
        this.clientDependent = clientDependent;
    }

    /** The number of its counter. Each family has its own: most clients ask for both, one right after the other. */
    int ordinal(boolean ipv6) {
        return ipv6 ? ordinal6 : ordinal4;
    }

    /** The place of the first child that is up in the order of a client class; some child must be. */
    int firstUp(PlanState.Node live, int clientClass) {
        boolean[] upAt = Objects.requireNonNull(live.upAt);
        int[] order = orders[clientClass];
        int first = 0;
        while (!upAt[order[first]]) { // every position stands in every order
            first++;
        }
        return first;
    }

    /** The positions of the children that are up and share a client class. */
    int[] near(PlanState.Node live, int clientClass) {
        boolean[] upAt = Objects.requireNonNull(live.upAt);
        int first = firstUp(live, clientClass);
        return Arrays.stream(orders[clientClass], first, bandEnds[clientClass][first])
                .filter(position -> upAt[position])
                .toArray();
    }

    boolean isLeaf() {
        return children.length == 0;
    }
}
