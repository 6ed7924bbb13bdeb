package io.proxima.trial;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change would do: one document, which {@code try --json} and {@code what-if --json} print as it stands here.
 *
 * <p>Shares are of all answers, 0 to 1, so that 0.05 is one answer in twenty. Lists are the greatest first, and cut where they
 * are long; what is before the cut is complete. Keys are only ever added to a version.
 *
 * @param version of this document: 1
 * @param before what answers now
 * @param after what would
 * @param sample what was asked
 * @param exact whether all shares are exact; else some pools are too entangled, and their chances counted over 20,000 draws
 * @param changed the share of answers that would lead elsewhere
 * @param flows from where to where
 * @param lines by the client's line, of those that the pools name
 * @param names by the owner name that answers
 * @param members how many queries a second each is answered with, where a rate is known or capacities are
 * @param thin steered names left with one healthy member or none, of more before
 * @param outcomes names that end in another kind of answer
 * @param ttls names whose TTL would be another
 */
public record TrialReport(
        int version,
        String before,
        String after,
        Asked sample,
        boolean exact,
        double changed,
        List<Flow> flows,
        List<Part> lines,
        List<Part> names,
        List<Load> members,
        List<Thin> thin,
        List<Turn> outcomes,
        List<Ttl> ttls) {

    /**
     * What was asked.
     *
     * @param source {@code recorded}, {@code file} or {@code synthetic}
     * @param queries how many
     * @param rate queries a second that they stand for; 0 where nobody knows
     */
    public record Asked(String source, int queries, double rate) {}

    /** A share of answers that leads to another address, or other records, than before. */
    public record Flow(String from, String to, double share) {}

    /**
     * A part of the answers.
     *
     * @param share how many of all these are
     * @param changed how many of these would lead elsewhere, 0 to 1
     * @param flows of these, as shares of these
     */
    public record Part(String name, double share, double changed, List<Flow> flows) {}

    /**
     * A member.
     *
     * @param member with its zone, {@code example.com./sh-1}
     * @param before the share of all answers that lead there
     * @param rate queries a second that would; 0 where no rate is known
     * @param capacity what the policy says it takes, or null
     * @param over whether {@code rate} is more than that
     */
    public record Load(
            String member,
            double before,
            double after,
            double rateBefore,
            double rate,
            @Nullable Integer capacity,
            boolean over) {}

    /**
     * A steered name with few members left.
     *
     * @param type A or AAAA
     * @param before members up now; -1 where the name is not steered yet
     * @param after members up then
     * @param of how many there would be
     * @param instead the pool that answers where none are up, or null
     */
    public record Thin(
            String name,
            String type,
            int before,
            int after,
            int of,
            @Nullable String instead) {}

    /**
     * Another kind of answer.
     *
     * @param before {@code answer}, {@code NODATA}, {@code referral} or a response code
     * @param share of all answers
     */
    public record Turn(String name, String type, String before, String after, double share) {}

    /** Another TTL, in seconds, while nothing changes. */
    public record Ttl(String name, String type, long before, long after) {}

    /** Whether there is anything that somebody should look at before the change is made. */
    public boolean harmless() {
        return thin.isEmpty() && outcomes.isEmpty() && members.stream().noneMatch(Load::over);
    }
}
