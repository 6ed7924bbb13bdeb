package io.proxima.control;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The documents about pools and members. Keys are only ever added to a version. */
public final class PoolsReport {
    static final int VERSION = 1;

    private PoolsReport() {}

    /**
     * Some of the pools, in the order of their names.
     *
     * @param matching how many the filters leave, on this page or not
     * @param next what {@code after} must say for those that follow; null where there are none
     */
    public record Pools(int version, int matching, @Nullable String next, List<Line> pools) {}

    /**
     * A pool in a line.
     *
     * @param name with its zone's, {@code example.com./edge}
     * @param rule the root's {@code choose}
     * @param upAtLeast how many the root needs, as written
     * @param a what is answered for A
     * @param aaaa what is answered for AAAA
     * @param members all, each once
     * @param up those that are up, in one family at least
     * @param down those that are down by their checks or by an operator's word
     * @param drained those that an operator or a schedule took out
     * @param panic whether a group, or the pool, has so few up that all serve
     * @param names how many names it answers
     * @param unsettled whether a vote is contested, or something changed so lately that names have their shorter TTL
     */
    public record Line(
            String name,
            String zone,
            String pool,
            String rule,
            String upAtLeast,
            Status.Family a,
            Status.Family aaaa,
            int members,
            int up,
            int down,
            int drained,
            boolean panic,
            int names,
            boolean unsettled) {}

    /** One pool, whole. */
    public record Tree(
            int version,
            String name,
            String zone,
            String pool,
            Status.Family a,
            Status.Family aaaa,
            List<Status.SteeredName> names,
            Status.@Nullable Recovery recovery,
            Group root) {}

    /**
     * A group.
     *
     * @param site where all its members stand, or null
     * @param weight in a draw of its parent; null for the sum of what is up below
     */
    public record Group(
            String name,
            String rule,
            @Nullable String line,
            @Nullable String site,
            @Nullable Integer weight,
            String upAtLeast,
            Count a,
            Count aaaa,
            List<Group> groups,
            List<Member> members) {}

    /**
     * Members of one family below a group.
     *
     * @param needed with fewer of them up the group counts as down
     * @param enough whether it counts as up
     * @param panic whether so few are up that all serve
     */
    public record Count(int members, int up, int needed, boolean enough, boolean panic) {}

    /**
     * A member of a group without groups.
     *
     * @param state {@code up}, {@code partly} (one family, or some addresses), {@code down} or {@code drained}
     * @param share the part of its weight that its slow start lets it have; 1 where none is under way
     * @param capacity queries a second that may be answered with it, or null
     * @param override what an operator or a schedule says of it, or null
     */
    public record Member(
            String member,
            @Nullable String site,
            String state,
            int weight,
            double share,
            @Nullable Integer capacity,
            @Nullable String override,
            List<Status.Address> addresses) {}

    /** Some of the members, in the order of {@code ZONE/POOL/MEMBER}; as {@link Pools}. */
    public record Members(
            int version, int matching, @Nullable String next, List<Row> members) {}

    /**
     * A member in a line.
     *
     * @param why what an operator or a schedule says of it, else why an address of it is down; null where nothing is wrong
     * @param since when it came to be so, or null where that was before anything is known of it
     */
    public record Row(
            String member,
            String zone,
            String pool,
            @Nullable String site,
            String state,
            @Nullable String why,
            @Nullable String since,
            @Nullable Long sinceSeconds,
            List<At> addresses) {}

    /** An address of a member; {@code up} by its check. */
    public record At(String address, @Nullable String check, boolean up) {}

    /** A page of pools in a document. */
    public static Pools pools(JsonNode document) {
        return JsonMapper.shared().treeToValue(document, Pools.class);
    }

    /** A page of members in a document. */
    public static Members members(JsonNode document) {
        return JsonMapper.shared().treeToValue(document, Members.class);
    }

    /** One pool in a document. */
    public static Tree tree(JsonNode document) {
        return JsonMapper.shared().treeToValue(document, Tree.class);
    }
}
