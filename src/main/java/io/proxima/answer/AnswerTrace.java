package io.proxima.answer;

import io.proxima.catalog.Leaf;
import io.proxima.catalog.Match;
import io.proxima.catalog.ZoneTree;
import io.proxima.net.ClientAddress;
import io.proxima.net.Prefix;
import io.proxima.steer.PlanState;
import io.proxima.steer.PoolReport;
import io.proxima.steer.Trace;
import io.proxima.steer.Walk;
import io.proxima.wire.Name;
import io.proxima.wire.NameView;
import io.proxima.wire.Query;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an engine did for one answer, step by step; only an explanation carries one. For one thread. */
public final class AnswerTrace {

    /**
     * Who chooses.
     *
     * @param resolver the query's source address
     * @param subnet the client subnet of the query (RFC 7871), or null
     * @param believed whether that subnet chose; else the resolver's address did
     */
    public record Client(Prefix resolver, @Nullable Prefix subnet, boolean believed) {
        /** The prefix that chose. */
        public Prefix chooses() {
            return believed ? Objects.requireNonNull(subnet) : resolver;
        }
    }

    /**
     * A name that was looked up: the question's, or one that a CNAME or DNAME led to.
     *
     * @param zone the zone it is in, or null
     * @param at the owner name that answers: itself, the wildcard, the zone cut, the DNAME, or the closest encloser
     * @param types the types that {@code at} has, where it answers
     * @param selections the pools that were walked for it, A before AAAA
     */
    public record Found(
            Name name,
            Match.Kind kind,
            @Nullable ZoneTree zone,
            @Nullable Name at,
            List<Integer> types,
            List<Selection> selections) {}

    /** One walk of a pool: what it did, and what it could have done. */
    public record Selection(Leaf.Steered leaf, Trace walk, PoolReport report) {}

    private final List<Found> found = new ArrayList<>();
    private @Nullable Client client;

    void client(Query query, ClientAddress source, boolean believed) {
        client = new Client(address(source), subnet(query), believed);
    }

    /** The prefix of one address. */
    static Prefix address(ClientAddress source) {
        return Prefix.masked(source.ipv6(), source.high(), source.low(), Prefix.width(source.ipv6()));
    }

    /** The client subnet of a query, or null; one without a family is none. */
    static @Nullable Prefix subnet(Query query) {
        return query.ecsFamily() == 0
                ? null
                : Prefix.masked(query.ecsFamily() == 2, query.ecsHigh(), query.ecsLow(), query.ecsSourceLength());
    }

    void found(NameView view, Match match) {
        byte[] octets = new byte[view.length()];
        MemorySegment.copy(view.segment(), ValueLayout.JAVA_BYTE, view.at(), octets, 0, octets.length);
        Name name = Name.ofOctets(octets);
        if (match.kind() == Match.Kind.NO_ZONE) {
            found.add(new Found(name, match.kind(), null, null, List.of(), List.of()));
            return;
        }
        byte[] below = Arrays.copyOfRange(octets, view.offsetOf(match.nodeLabel()), octets.length);
        if (match.kind() == Match.Kind.WILDCARD) {
            byte[] wildcard = new byte[below.length + 2];
            wildcard[0] = 1;
            wildcard[1] = '*';
            System.arraycopy(below, 0, wildcard, 2, below.length);
            below = wildcard;
        }
        List<Integer> types = new ArrayList<>();
        if (match.kind() == Match.Kind.EXACT || match.kind() == Match.Kind.WILDCARD) {
            for (int type : match.node().types()) {
                types.add(type);
            }
        }
        found.add(new Found(name, match.kind(), match.zone(), Name.ofOctets(below), types, new ArrayList<>()));
    }

    /** Walks a pool, as the answer does, and asks the walk what else it could have chosen. */
    PlanState.Outcome select(Walk walk, Leaf.Steered leaf) {
        Trace steps = new Trace();
        PlanState.Outcome outcome = walk.select(leaf.plan(), leaf.ipv6(), leaf.answers(), steps);
        PoolReport report = walk.report(leaf.plan(), leaf.ipv6(), leaf.answers());
        found.getLast().selections().add(new Selection(leaf, steps, report));
        return outcome;
    }

    /** Who chose; null where the question was refused before anybody was asked. */
    public @Nullable Client client() {
        return client;
    }

    /** The names looked up, in order; empty where the question was refused. */
    public List<Found> found() {
        return List.copyOf(found);
    }
}
