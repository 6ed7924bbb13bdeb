package io.proxima.steer;

import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
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
 * @param nextStepMillis when a member's slow start goes on, on the wall clock; {@code Long.MAX_VALUE} where none does
 * @param nextChangeMillis when something is known to change by itself, at the earliest: that, or that a member is no longer held
 *     down; {@code Long.MAX_VALUE} for never
 * @param verdicts by address number, what all this follows from; for explanations
 * @param overrides by address number, what stands above the verdict, of those that have it; for explanations
 */
public record PlanState(
        Family ipv4,
        Family ipv6,
        boolean moving,
        boolean stale,
        long changedAtMillis,
        long nextStepMillis,
        long nextChangeMillis,
        List<Verdict> verdicts,
        Map<Integer, MemberOverride> overrides) {
    public PlanState {
        verdicts = List.copyOf(verdicts);
        overrides = Map.copyOf(overrides);
    }

    /** Whether an address, by its number, is up by its verdict or by a word above that. */
    boolean isUp(int address) {
        MemberOverride override = overrides.get(address);
        return override == null ? verdicts.get(address).up() : override.word() == OverrideWord.FORCE_UP;
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
        /** The sum of the weights of the members below that may serve, those in a slow start with their share of it. */
        final long membersWeight;
        /** The same without slow starts. */
        final long fullWeight;
        /** Members up below, each once in however many groups it stands. */
        final int membersUp;
        /** Members below that have the family, each once. */
        final int members;
        /** Those of them that may serve: that are neither drained nor forced down. */
        final int servable;
        /** Whether so few members are up that all of them serve. */
        final boolean panic;
        /** Child positions that are up, ascending; of a leaf, address numbers. */
        final int[] live;
        /** Running sums of the weights of {@code live}. */
        final long[] cumulative;
        /** Where the rule heeds no weights but something is in a slow start: running sums to draw by; else null. */
        final long @Nullable [] ramped;
        /** Of a leaf with shares in which something is in a slow start: the part of its share that each has; else null. */
        final double @Nullable [] shares;
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
                long fullWeight,
                int membersUp,
                int members,
                int servable,
                boolean panic,
                int[] live,
                long[] cumulative,
                long @Nullable [] ramped,
                double @Nullable [] shares,
                boolean @Nullable [] upAt,
                int firstMemberAddresses,
                @Nullable Ranking ranking) {
            this.up = up;
            this.weight = weight;
            this.membersWeight = membersWeight;
            this.fullWeight = fullWeight;
            this.membersUp = membersUp;
            this.members = members;
            this.servable = servable;
            this.panic = panic;
            this.live = live;
            this.cumulative = cumulative;
            this.ramped = ramped;
            this.shares = shares;
            this.upAt = upAt;
            this.firstMemberAddresses = firstMemberAddresses;
            this.ranking = ranking;
        }

        /** The weights of {@code live}. */
        long[] weights() {
            return differences(cumulative);
        }

        /** What a rule that heeds no weights draws {@code live} by: all zeros where each is as likely. */
        long[] evenWeights() {
            return ramped == null ? new long[live.length] : differences(ramped);
        }

        private static long[] differences(long[] sums) {
            long[] differences = sums.clone();
            for (int i = differences.length - 1; i > 0; i--) {
                differences[i] -= differences[i - 1];
            }
            return differences;
        }

        /** This one, in which all members serve, as one of which so few are up. */
        Node inPanic(int membersUp) {
            return new Node(
                    true,
                    weight,
                    membersWeight,
                    fullWeight,
                    membersUp,
                    members,
                    servable,
                    true,
                    live,
                    cumulative,
                    ramped,
                    shares,
                    upAt,
                    firstMemberAddresses,
                    ranking);
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
