package io.proxima.steer;

import io.proxima.health.MemberOverride;
import io.proxima.health.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a pool is live; immutable, replaced whole when a verdict changes.
 *
 * @param ipv4 for A
 * @param ipv6 for AAAA
 * @param moving whether any member's verdict is being contested
 * @param stale whether any member's verdict is not backed by fresh votes
 * @param changedAtMillis when a member's verdict, or a word above it, last changed, on the wall clock; 0 for never
 * @param verdicts by address number, what all this follows from; for explanations
 * @param overrides by address number, what stands above the verdict, of those that have it; for explanations
 */
public record PlanState(
        Family ipv4,
        Family ipv6,
        boolean moving,
        boolean stale,
        long changedAtMillis,
        List<Verdict> verdicts,
        Map<Integer, MemberOverride> overrides) {
    public PlanState {
        verdicts = List.copyOf(verdicts);
        overrides = Map.copyOf(overrides);
    }

    /** What a pool answers in one family. */
    public enum Outcome {
        /** Addresses, by the walk. */
        ADDRESSES,
        /** No address: NODATA. */
        NODATA,
        /** All down, and the policy says to refuse: SERVFAIL. */
        SERVFAIL,
        /** All down, and another pool answers. */
        OTHER
    }

    /** One family's state. */
    static final class Family {
        final Outcome outcome;
        /** Whether no group was up, whatever is answered then. */
        final boolean allDown;

        final Node[] nodes;

        Family(Outcome outcome, boolean allDown, Node[] nodes) {
            this.outcome = outcome;
            this.allDown = allDown;
            this.nodes = nodes;
        }
    }

    /** One node's state in one family. */
    static final class Node {
        /** Whether enough is up below. */
        final boolean up;
        /** In a draw of the parent. */
        final long weight;
        /** The sum of the weights of the members below that may serve. */
        final long membersWeight;
        /** Members up below, each once in however many groups it stands. */
        final int membersUp;
        /** Child positions that are up, ascending; of a leaf, address numbers. */
        final int[] live;
        /** Running sums of the weights of {@code live}. */
        final long[] cumulative;
        /** By child position; of a leaf null. */
        final boolean @Nullable [] upAt;
        /** Of a leaf: how many of the first of {@code live} belong to its first live member. */
        final int firstMemberAddresses;
        /** Of a node that chooses by consistent hash: what it ranks. */
        final @Nullable Ranking ranking;

        Node(
                boolean up,
                long weight,
                long membersWeight,
                int membersUp,
                int[] live,
                long[] cumulative,
                boolean @Nullable [] upAt,
                int firstMemberAddresses,
                @Nullable Ranking ranking) {
            this.up = up;
            this.weight = weight;
            this.membersWeight = membersWeight;
            this.membersUp = membersUp;
            this.live = live;
            this.cumulative = cumulative;
            this.upAt = upAt;
            this.firstMemberAddresses = firstMemberAddresses;
            this.ranking = ranking;
        }
    }

    /** The state for A or for AAAA. */
    Family family(boolean ipv6Answer) {
        return ipv6Answer ? ipv6 : ipv4;
    }

    /** What is answered for A or for AAAA. */
    public Outcome outcome(boolean ipv6Answer) {
        return family(ipv6Answer).outcome;
    }

    /** Whether no group is up for A or for AAAA, though there are members of the family. */
    public boolean allDown(boolean ipv6Answer) {
        return family(ipv6Answer).allDown;
    }
}
