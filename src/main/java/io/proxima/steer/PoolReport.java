package io.proxima.steer;

import io.proxima.health.MemberOverride;
import io.proxima.health.Verdict;
import io.proxima.policy.UpAtLeast;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool can answer to one client in one family, and why; for explanations.
 *
 * @param pool the pool
 * @param outcome what it answers now
 * @param allDown whether none of its groups is up
 * @param other where it hands over to, when all is down and the policy says so
 * @param root the tree of groups; null where another pool answers, or no member has an address of the family
 * @param shares each address that some answer has, the likeliest first
 * @param fewest the fewest addresses of one answer
 * @param most the most addresses of one answer
 * @param exact whether the shares are exact; else they are counted over many draws, since too many answers are possible
 */
public record PoolReport(
        PoolPlan pool,
        PlanState.Outcome outcome,
        boolean allDown,
        @Nullable PoolReport other,
        @Nullable Group root,
        List<Share> shares,
        int fewest,
        int most,
        boolean exact) {

    /**
     * How often an address is answered.
     *
     * @param address a literal
     * @param member its first member's key
     * @param probability that one answer has it, above 0 and at most 1; a turn of {@code round-robin} counts as a draw
     */
    public record Share(String address, String member, double probability) {}

    /** What becomes of a child of a group. */
    public enum Fate {
        /** It is where the answer comes from, always or by chance. */
        KEPT,
        /** It has no address of the family. */
        NO_ADDRESS,
        /** No member below is up. */
        DOWN,
        /** It is up, but its member is down in the other family and dropped in both. */
        DROPPED,
        /** Members are up, but fewer than {@code up-at-least}, here or in each group below. */
        TOO_FEW_UP,
        /** Another serves before it. */
        NOT_BEST,
        /** Its weight is 0 and others weigh more. */
        WEIGHT_ZERO,
        /** The answer is full before its turn comes. */
        FULL
    }

    /**
     * One group.
     *
     * @param name as the policy has it
     * @param rule its {@code choose}
     * @param line the line that leads to it, or null
     * @param site the site of all its members, or null
     * @param fate what its parent made of it
     * @param up whether it counts as up
     * @param membersUp members up below, each once in however many groups it stands
     * @param ofMembers those below that have an address of the family
     * @param servable those of them that are neither drained nor forced down
     * @param upAtLeast how many it needs, as written
     * @param panicPercent the share of the servable that so few are up of that all these serve; 0 where it is not so
     * @param weight in a draw of the parent, in the policy's units
     * @param probability that an answer comes through here
     * @param scopeLength what it adds to the scope where it looks at the client, in bits; else -1
     * @param groups its groups, the best for the client first, else as written
     * @param members its members' addresses, as written, where it is a leaf
     */
    public record Group(
            String name,
            String rule,
            @Nullable String line,
            @Nullable String site,
            Fate fate,
            boolean up,
            int membersUp,
            int ofMembers,
            int servable,
            UpAtLeast upAtLeast,
            int panicPercent,
            double weight,
            double probability,
            int scopeLength,
            List<Group> groups,
            List<Address> members) {}

    /**
     * One address of a member of a leaf.
     *
     * @param member its key
     * @param address a literal, or null for a member without an address of the family
     * @param check the check that its verdict comes from, {@code example.com./web}, or null
     * @param override what stands above the verdict, or null
     * @param weight its part of the member's weight, in a slow start that share of it
     * @param share the share of its weight that it has in a slow start; 1 else
     * @param probability that an answer has it from here
     */
    public record Address(
            String member,
            @Nullable String address,
            @Nullable String site,
            @Nullable String check,
            Verdict verdict,
            @Nullable MemberOverride override,
            Fate fate,
            double weight,
            double share,
            double probability) {}
}
