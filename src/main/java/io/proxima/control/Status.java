package io.proxima.control;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a server stands: one document, which {@code status --json} prints as it stands here.
 *
 * <p>Names are absolute, addresses literals, instants in ISO 8601 (UTC) with the age in seconds beside them. What is null
 * is left out or null. Keys are only ever added to a version.
 *
 * @param version of this document: 1
 * @param pools in use, in the order in which the zones name them
 * @param changes the last ones by the journal, a line each, the latest last
 */
public record Status(
        int version, Replica replica, Release release, Cluster cluster, List<Pool> pools, List<String> changes) {

    /** The same with the last changes by the journal. */
    Status with(List<String> changes) {
        return new Status(version, replica, release, cluster, pools, changes);
    }

    /**
     * The replica that is asked.
     *
     * @param site where it stands, or null where nobody said
     * @param epoch of this life of it: greater at each start
     */
    public record Replica(String node, @Nullable String site, long epoch, String startedAt, long uptimeSeconds) {}

    /**
     * What it serves.
     *
     * @param hash of the files
     * @param errors that the last files read have, which are not served where there are any
     * @param findings the first of those files, errors first, a line each
     * @param files what the files are where that is not what is served, or null
     */
    public record Release(
            String hash,
            String servedSince,
            long servedSeconds,
            String readAt,
            int errors,
            int warnings,
            List<String> findings,
            @Nullable Files files) {}

    /**
     * Files that are not served.
     *
     * @param hash of the files
     * @param since when they were first seen so
     * @param held whether they stay out of force until they are edited, because another release was put in their place; else
     *     they have errors
     */
    public record Files(String hash, String since, long seconds, boolean held) {}

    /**
     * Those who vote.
     *
     * @param configured how many replicas are configured
     * @param live those heard lately, this one among them
     * @param cutOff whether they are fewer than a majority
     * @param joined whether the cluster runs here; null without one
     * @param refused messages of the cluster that were dropped
     */
    public record Cluster(
            int configured,
            List<Peer> live,
            boolean cutOff,
            @Nullable Boolean joined,
            long refused) {}

    /**
     * A live replica.
     *
     * @param serving what it said that it serves; null where it said nothing, and without a cluster
     */
    public record Peer(
            String node, @Nullable String site, @Nullable Serving serving) {}

    /**
     * What a replica serves.
     *
     * @param release its hash there
     * @param counter of its stamp
     * @param by the replica that put it in force first
     * @param answering whether no listener there answers from before any more
     * @param same whether its files are those that the replica serves that is asked
     * @param refused why it does not serve the latest release, or null
     */
    public record Serving(
            String release,
            long counter,
            String by,
            boolean answering,
            boolean same,
            @Nullable String refused) {}

    /**
     * A pool.
     *
     * @param name with its zone's, {@code example.com./edge}
     * @param a what is answered for A
     * @param aaaa what is answered for AAAA
     * @param names the steered names that it answers
     * @param recovery how soon clients are off a dead member; null where nothing is probed
     * @param root its tree
     */
    public record Pool(
            String name,
            Family a,
            Family aaaa,
            List<SteeredName> names,
            @Nullable Recovery recovery,
            Group root) {}

    /**
     * How soon clients are off a dead member of a pool at most.
     *
     * @param detectionSeconds until it is no longer served
     * @param offSeconds until no client has its address any more, by the TTLs of that steered name where it takes longest;
     *     null where no name is steered by the pool
     * @param promisedSeconds what the pool promises ({@code recover-within}), or null
     */
    public record Recovery(
            double detectionSeconds,
            @Nullable Double offSeconds,
            @Nullable Double promisedSeconds) {}

    /**
     * What a pool answers in one family.
     *
     * @param outcome {@code addresses}, {@code nodata}, {@code servfail} or {@code other}
     * @param allDown whether no group is up though there are members of the family
     */
    public record Family(String outcome, boolean allDown) {}

    /**
     * A steered name.
     *
     * @param ttlSeconds in force
     * @param settled whether nothing changes or is contested in its pool
     */
    public record SteeredName(String name, int ttlSeconds, boolean settled) {}

    /**
     * A group; {@code a} and {@code aaaa} count its members of the family.
     *
     * @param upAtLeast with fewer members up it counts as down: {@code 2}, or {@code 50%} of them
     */
    public record Group(
            String name,
            String rule,
            @Nullable String line,
            String upAtLeast,
            Count a,
            Count aaaa,
            List<Group> groups,
            List<Member> members) {}

    /** Members below a group, and those that are up by their checks or by an operator's word. */
    public record Count(int members, int up) {}

    /**
     * A member of a group without groups.
     *
     * @param override what an operator or a schedule says of it, in a sentence; null where its checks decide
     */
    public record Member(
            String member,
            @Nullable String site,
            int weight,
            @Nullable String override,
            List<Address> addresses) {}

    /**
     * An address of a member.
     *
     * @param check what is asked of it, {@code example.com./web}, or null where it is not probed
     * @param up whether it is up by its check
     * @param moving whether a vote dissents, or a rise or fall is pending
     * @param stale whether its verdict is kept from before for want of fresh votes
     * @param changedAt when it last came up or went down, or null for never
     * @param reason of that change, or null where it was before this start; of a verdict that follows from others, those
     * @param held what keeps it down whatever the votes say, in a few words, or null
     * @param tookMillis from the first probe that spoke for that change to the change, or null where that is not known
     * @param ups how often it came up since this start
     * @param downs how often it went down since this start
     */
    public record Address(
            String address,
            @Nullable String check,
            boolean up,
            boolean moving,
            boolean stale,
            @Nullable String changedAt,
            @Nullable Long changedSeconds,
            @Nullable String reason,
            @Nullable String held,
            @Nullable Long tookMillis,
            long ups,
            long downs,
            List<Vote> votes) {}

    /**
     * What one replica says of an address.
     *
     * @param vote up, down, or none where it has not seen enough
     * @param pending whether its latest results speak against its vote
     * @param reason what its probe said, or null where it said nothing yet
     */
    public record Vote(
            String node,
            String vote,
            boolean pending,
            @Nullable String reason) {}

    /** The status in a document, as {@code GET /v1/status} gives it. */
    public static Status read(JsonNode document) {
        return JsonMapper.shared().treeToValue(document, Status.class);
    }

    /**
     * The part of it that is asked for.
     *
     * @param pool only pools of that name, with or without the zone's in front; null for all
     * @param down only what is down or contested, and the groups and pools that it is in
     */
    public Status only(@Nullable String pool, boolean down) {
        Stream<Pool> wanted = pools.stream()
                .filter(one ->
                        pool == null || one.name().equals(pool) || bare(one).equals(pool));
        return new Status(
                version,
                replica,
                release,
                cluster,
                (down ? wanted.flatMap(Status::troubled) : wanted).toList(),
                changes);
    }

    /** A pool's name in its policy: {@code edge} of {@code example.com./edge}, and of {@code example.com./edge@www.…}. */
    private static String bare(Pool pool) {
        return pool.name().replaceFirst("^.*/", "").replaceFirst("@.*$", "");
    }

    private static Stream<Pool> troubled(Pool pool) {
        return troubled(pool.root())
                .map(root -> new Pool(pool.name(), pool.a(), pool.aaaa(), pool.names(), pool.recovery(), root));
    }

    private static Stream<Group> troubled(Group group) {
        List<Group> groups = group.groups().stream().flatMap(Status::troubled).toList();
        List<Member> members = group.members().stream()
                .map(member -> new Member(
                        member.member(),
                        member.site(),
                        member.weight(),
                        member.override(),
                        member.addresses().stream()
                                .filter(address -> !address.up() || address.moving())
                                .toList()))
                .filter(member -> !member.addresses().isEmpty())
                .toList();
        return groups.isEmpty() && members.isEmpty()
                ? Stream.empty()
                : Stream.of(new Group(
                        group.name(),
                        group.rule(),
                        group.line(),
                        group.upAtLeast(),
                        group.a(),
                        group.aaaa(),
                        groups,
                        members));
    }
}
