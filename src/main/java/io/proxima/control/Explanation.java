package io.proxima.control;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Why a question is answered as it is: one document, which {@code explain --json} prints as it stands here.
 *
 * <p>Names are absolute, addresses literals, durations in seconds, distances in kilometres. Keys are only ever added to a
 * version.
 *
 * @param version of this document: 1
 * @param type the question's type
 * @param client who chooses, and what is known of it; null where the question was refused before anybody was asked
 * @param path the names looked up: the question's, then those that aliases led to
 * @param pools the pools that were asked, A before AAAA where both were
 * @param scope what decided the scope prefix length
 * @param answer one response
 */
public record Explanation(
        int version,
        String name,
        String type,
        State state,
        @Nullable Client client,
        List<Lookup> path,
        List<Pool> pools,
        Scope scope,
        Answer answer) {

    /** The explanation in a document, as {@code GET /v1/explain} gives it. */
    public static Explanation read(JsonNode document) {
        return JsonMapper.shared().treeToValue(document, Explanation.class);
    }

    /**
     * What the explanation is made from.
     *
     * @param source {@code files}, {@code server} or {@code journal}
     * @param verdicts the file of verdicts or the folder of the journal, or null
     * @param verdictsAgeSeconds how long ago the file was written, or null where there is none
     * @param at the instant that is spoken of, or null for now
     * @param release the hash of the release in force then, or null for what there is now
     * @param warnings what may differ from what was
     */
    public record State(
            String source,
            @Nullable String verdicts,
            @Nullable Long verdictsAgeSeconds,
            @Nullable String at,
            @Nullable String release,
            List<String> warnings) {

        /** The state of now. */
        public State(String source, @Nullable String verdicts, @Nullable Long verdictsAgeSeconds) {
            this(source, verdicts, verdictsAgeSeconds, null, null, List.of());
        }
    }

    /**
     * Who chooses.
     *
     * @param resolver the query's source address
     * @param subnet the client subnet of the query, or null
     * @param believed whether the subnet is believed
     * @param chooses the one of both that chooses
     * @param facts what is known of it: {@code country}, {@code coordinates} and so on
     * @param lines the lines it falls on, the best first
     * @param sources what each file says of it
     */
    public record Client(
            String resolver,
            @Nullable String subnet,
            boolean believed,
            String chooses,
            List<Fact> facts,
            List<String> lines,
            List<Source> sources) {}

    /** A fact and the file that decided it, or null where it follows from another fact. */
    public record Fact(String name, String value, @Nullable String file) {}

    /** What a file says, in its own words. */
    public record Source(
            String file,
            @Nullable String network,
            Map<String, String> facts,
            @Nullable String problem) {}

    /**
     * A name that was looked up.
     *
     * @param how the way the look-up ended: exact, wildcard, nxdomain, delegation, dname, no-zone
     * @param at the owner name that answers, or the closest encloser of what does not exist; null without a zone
     * @param types the types that stand at {@code at}
     * @param policy where the policy steers the name, FILE:LINE:COLUMN, or null
     */
    public record Lookup(
            String name,
            String how,
            @Nullable String zone,
            @Nullable String file,
            @Nullable String at,
            List<String> types,
            @Nullable String policy) {}

    /**
     * A pool and what it can answer.
     *
     * @param family {@code A} or {@code AAAA}
     * @param answers the most addresses of one answer that the name asks for; 0 for the rule's own number
     * @param outcome {@code addresses}, {@code nodata}, {@code servfail} or {@code other}
     * @param allDown what is done as all is down, or null where something is up
     * @param addresses every address that can be answered, the likeliest first
     * @param exact whether the probabilities are exact; else counted over many draws
     * @param root null where no member has an address of the family
     * @param other the pool that answers instead, or null
     */
    public record Pool(
            String name,
            String family,
            int answers,
            String outcome,
            @Nullable String allDown,
            Ttl ttl,
            List<Share> addresses,
            int fewest,
            int most,
            boolean exact,
            @Nullable Group root,
            @Nullable Pool other) {}

    /** An address and the probability that an answer has it. */
    public record Share(String address, String member, double probability) {}

    /**
     * A steered name's TTLs, and why which holds.
     *
     * @param off how soon clients are off a dead member; null where nothing is probed
     */
    public record Ttl(
            int steadySeconds,
            int unsettledSeconds,
            int seconds,
            String why,
            @Nullable Off off) {}

    /**
     * How long at most after a failure clients that keep to TTLs still have the address.
     *
     * @param doubtSeconds until the failure is in doubt, and the unsettled TTL in force
     * @param verdictSeconds until it is no longer answered
     * @param seconds until the last answer that had it has run out
     * @param recoverWithinSeconds what the pool promises, or null
     * @param arithmetic how these come about
     */
    public record Off(
            double doubtSeconds,
            double verdictSeconds,
            double seconds,
            @Nullable Double recoverWithinSeconds,
            String arithmetic) {}

    /**
     * A group of a pool.
     *
     * @param kept whether an answer can come through here
     * @param reason why, or why not
     * @param distance to its site, or null where that does not matter
     * @param scopeLength in bits, where it looks at the client
     * @param panic why all members serve though few are up, or null
     */
    public record Group(
            String name,
            String choose,
            @Nullable String line,
            @Nullable String site,
            @Nullable Long distance,
            boolean kept,
            String reason,
            int membersUp,
            int upAtLeast,
            double weight,
            double probability,
            @Nullable Integer scopeLength,
            @Nullable String panic,
            List<Group> groups,
            List<Member> members) {}

    /**
     * One address of a member, or a member without an address of the family.
     *
     * @param up by its checks, or without any
     * @param override what stands above them, or null
     */
    public record Member(
            String member,
            @Nullable String address,
            boolean up,
            boolean kept,
            String reason,
            double weight,
            double probability,
            @Nullable OperatorWord override) {}

    /**
     * An operator's or a schedule's word.
     *
     * @param word {@code drain}, {@code force-up} or {@code force-down}
     * @param until when it ends, or null
     */
    public record OperatorWord(String word, @Nullable String until, String owner, String why) {}

    /**
     * The scope prefix length (RFC 7871).
     *
     * @param length in bits
     * @param from each group that looked at the client, and what it adds
     */
    public record Scope(int length, String why, List<Depth> from) {}

    /** What one group adds to the scope. */
    public record Depth(String group, String choose, int length) {}

    /** One response: its code, its size, and all of it as dig would print it. */
    public record Answer(String rcode, int octets, List<String> text) {}
}
