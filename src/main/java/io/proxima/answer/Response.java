package io.proxima.answer;

import io.proxima.catalog.Additional;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.Leaf;
import io.proxima.catalog.Match;
import io.proxima.catalog.ZoneNode;
import io.proxima.catalog.ZoneTree;
import io.proxima.steer.Draw;
import io.proxima.steer.PlanState;
import io.proxima.steer.Walk;
import io.proxima.wire.Chosen;
import io.proxima.wire.EncodedRrset;
import io.proxima.wire.ExtendedError;
import io.proxima.wire.Header;
import io.proxima.wire.NameView;
import io.proxima.wire.OptRecord;
import io.proxima.wire.Query;
import io.proxima.wire.Rcode;
import io.proxima.wire.ResponseWriter;
import io.proxima.wire.RrType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The response to one query, from the catalog: RFC 1034 section 4.3.2, with DNAME by RFC 6672 section 3.2.
 *
 * <p>An engine's own, used for one query after another.
 */
final class Response {
    /** How many names a chain of CNAME and DNAME may lead through: few enough for compression pointers to reach all. */
    private static final int MAX_CHAIN = 16;

    private static final int CLASS_IN = 1;

    private final OptRecord opt;
    private final ResponseWriter writer;
    private final Match match = new Match();
    private final NameView name = new NameView();
    private final Draw draw;
    private final Walk walk;
    private final Chosen ipv4 = new Chosen();
    private final Chosen ipv6 = new Chosen();
    private final int[] chain = new int[MAX_CHAIN];
    /** The DNAME that led from each name of the chain, or null. */
    private final @Nullable ZoneNode[] redirects = new ZoneNode[MAX_CHAIN];

    private int chained;

    private @Nullable Catalog catalog;
    private @Nullable Query query;
    private boolean subnetChooses;
    private int nameAt;
    private int flags;
    private int rcode;
    private int scopeLength;

    Response(long seed, OptRecord opt) {
        this.opt = opt;
        writer = new ResponseWriter(opt);
        draw = new Draw(seed);
        walk = new Walk(draw);
    }

    /** Takes a catalog for the queries that follow. */
    void use(Catalog newest) {
        catalog = newest;
        walk.prepare(newest.ordinals(), newest.widest());
        ipv4.prepare(newest.widest());
        ipv6.prepare(newest.widest());
        Arrays.fill(redirects, null); // they would keep the old catalog in memory
    }

    /**
     * Begins the response to a query.
     *
     * @param options whether the query's EDNS options are answered, as they are not in an error
     * @param cookies whether its cookie is
     */
    void begin(Query query, boolean options, boolean cookies, boolean stream, MemorySegment out, long outAt) {
        this.query = query;
        flags = 0;
        rcode = Rcode.NOERROR;
        scopeLength = 0;
        opt.begin(query, options, cookies);
        writer.begin(out, outAt, query, stream);
    }

    /** Ends the response with nothing but the question in it, and why. */
    int refuse(int rcode, @Nullable ExtendedError why) {
        if (why != null) {
            opt.error(why);
        }
        return writer.finish(query(), 0, rcode, 0);
    }

    /** Ends the response to a message signed with an unknown key. */
    int badKey() {
        return writer.finishBadKey(query());
    }

    /** Answers with an RRset of the server's own. */
    int answer(EncodedRrset rrset) {
        writer.put(ResponseWriter.ANSWER, rrset, 0, Header.LENGTH);
        return writer.finish(query(), Header.AA, Rcode.NOERROR, 0);
    }

    /** Says which address chooses, and whether it is the client subnet's. */
    void client(boolean clientIpv6, long high, long low, boolean subnet) {
        walk.client(clientIpv6, high, low);
        subnetChooses = subnet;
    }

    /** Answers the question. */
    int answer() {
        nameAt = Header.LENGTH;
        chained = 0;
        boolean more = true;
        while (more) {
            writer.view(nameAt, name);
            catalog().find(name, query().qtype(), match);
            if (chained == 0) {
                if (match.kind() == Match.Kind.NO_ZONE) {
                    return refuse(Rcode.REFUSED, ExtendedError.NOT_AUTHORITATIVE);
                }
                // Of class ANY nobody can be the authority (RFC 1035 section 6.2).
                boolean authority = match.kind() != Match.Kind.DELEGATION && query().qclass() == CLASS_IN;
                flags = authority ? Header.AA : 0;
            }
            more = switch (match.kind()) {
                case NO_ZONE -> false; // the chain has left our zones: the resolver goes on
                case DELEGATION -> referral();
                case DNAME -> redirected();
                case NXDOMAIN -> nameError();
                case EXACT, WILDCARD -> atName(match.node());
            };
        }
        return writer.finish(query(), flags, rcode, subnetChooses ? scopeLength : 0);
    }

    /** Step 3b: a zone cut. */
    private boolean referral() {
        EncodedRrset ns = match.node().delegation();
        int at = writer.position();
        if (!writer.put(ResponseWriter.AUTHORITY, ns, 0, writer.offsetOf(name, match.nodeLabel()))) {
            return truncated();
        }
        additional(match.node().glue(), ns, at);
        return false;
    }

    /** Step 3c: a DNAME above the name. */
    private boolean redirected() {
        ZoneNode node = match.node();
        if (hasRedirected(node)) {
            if (node.dnameLeadsInward()) {
                return false; // once round is enough to show it
            }
        } else if (!writer.put(ResponseWriter.ANSWER, node.dname(), 0, writer.offsetOf(name, match.nodeLabel()))) {
            return truncated();
        }
        if (name.offsetOf(match.nodeLabel()) + node.dnameTarget().length > 255) {
            rcode = Rcode.YXDOMAIN;
            return false;
        }
        int target = writer.putSynthesizedCname(name, match.nodeLabel(), node.dnameTarget(), node.dnameTtlSeconds());
        if (target < 0) {
            return truncated();
        }
        redirects[chained] = node;
        return query().qtype() != RrType.CNAME && follow(target);
    }

    /** Whether the chain came through a DNAME before: its record is in the answer already. */
    private boolean hasRedirected(ZoneNode node) {
        for (int i = 0; i < chained; i++) {
            if (redirects[i] == node) {
                return true;
            }
        }
        return false;
    }

    /** Step 3a, and 3c where a wildcard stands for the name. */
    private boolean atName(ZoneNode node) {
        int qtype = query().qtype();
        Leaf leaf = qtype == RrType.ANY ? node.any() : node.leaf(qtype);
        if (leaf == null) {
            Leaf.Plain cname = node.cname();
            return cname == null ? negative(match.zone().negativeTtlSeconds()) : alias(cname.rrset());
        }
        return switch (leaf) {
            case Leaf.Plain plain -> plain(plain);
            case Leaf.Steered steered -> steered(steered);
            case Leaf.Service service -> service(service, qtype);
        };
    }

    private boolean alias(EncodedRrset cname) {
        int target = cname.rdataOffset(writer.position(), 0);
        redirects[chained] = null;
        return writer.put(ResponseWriter.ANSWER, cname, 0, nameAt) ? follow(target) : truncated();
    }

    private boolean plain(Leaf.Plain leaf) {
        EncodedRrset rrset = leaf.rrset();
        if (rrset.type() == RrType.DNAME && match.kind() == Match.Kind.EXACT && hasRedirected(match.node())) {
            return false;
        }
        int first = leaf.rotated() ? (int) draw.below(rrset.size()) : 0;
        int at = writer.position();
        if (!writer.put(ResponseWriter.ANSWER, rrset, first, nameAt)) {
            return truncated();
        }
        additional(leaf.additional(), rrset, at);
        return false;
    }

    private boolean steered(Leaf.Steered leaf) {
        PlanState.Outcome outcome = walk.select(leaf.plan(), leaf.ipv6(), leaf.answers(), null);
        explain(walk.plan().state(), leaf.ipv6());
        return switch (outcome) {
            case ADDRESSES -> {
                scopeLength = Math.max(scopeLength, walk.scopeLength());
                choose(leaf.ipv6() ? ipv6 : ipv4);
                yield writer.putChosen(
                                ResponseWriter.ANSWER,
                                leaf.ipv6() ? ipv6 : ipv4,
                                leaf.ttl().seconds(),
                                nameAt)
                        ? false
                        : truncated();
            }
            case SERVFAIL -> {
                flags = 0;
                rcode = Rcode.SERVFAIL;
                yield false;
            }
            case NODATA, OTHER ->
                negative(Math.min(match.zone().negativeTtlSeconds(), leaf.ttl().unsettledSeconds()));
        };
    }

    /** Says in the response what its reader should know of the pool's health. */
    private void explain(PlanState state, boolean ipv6Answer) {
        if (state.allDown(ipv6Answer)) {
            opt.error(ExtendedError.ALL_DOWN);
        } else if (state.stale()) {
            opt.error(ExtendedError.STALE_VERDICTS);
        }
    }

    private void choose(Chosen chosen) {
        chosen.set(catalog().records(walk.plan()), walk.selected(), walk.count());
    }

    private boolean service(Leaf.Service leaf, int qtype) {
        hints(leaf.ipv4(), ipv4);
        hints(leaf.ipv6(), ipv6);
        int steeredSeconds =
                Math.min(leaf.ipv4().ttl().seconds(), leaf.ipv6().ttl().seconds());
        int ttlSeconds = Math.min(leaf.ttlSeconds(), steeredSeconds);
        return writer.putServices(qtype, leaf.records(), ipv4, ipv6, ttlSeconds, nameAt) ? false : truncated();
    }

    private void hints(Leaf.Steered leaf, Chosen chosen) {
        PlanState.Outcome outcome = walk.select(leaf.plan(), leaf.ipv6(), leaf.answers(), null);
        explain(walk.plan().state(), leaf.ipv6());
        if (outcome == PlanState.Outcome.ADDRESSES) {
            scopeLength = Math.max(scopeLength, walk.scopeLength());
            choose(chosen);
        } else {
            chosen.clear();
        }
    }

    private boolean nameError() {
        rcode = Rcode.NXDOMAIN;
        return negative(match.zone().negativeTtlSeconds());
    }

    /** Adds the SOA (RFC 2308 section 3). */
    private boolean negative(int ttlSeconds) {
        ZoneTree zone = match.zone();
        int apexAt = writer.offsetOf(name, match.apexLabel());
        return writer.putWithTtl(ResponseWriter.AUTHORITY, zone.negativeSoa(), ttlSeconds, apexAt)
                ? false
                : truncated();
    }

    /** Goes on with the name at an offset of the message, unless the chain is too long or comes back to where it was. */
    private boolean follow(int targetAt) {
        chain[chained++] = nameAt;
        nameAt = targetAt;
        if (chained == MAX_CHAIN) {
            return false;
        }
        writer.view(targetAt, name);
        for (int i = 0; i < chained; i++) {
            if (writer.same(name, chain[i])) {
                return false;
            }
        }
        return true;
    }

    /** Adds addresses for the hosts that an RRset put at {@code rrsetAt} names; only in-domain glue must not be missing. */
    private void additional(List<Additional> additional, EncodedRrset rrset, int rrsetAt) {
        for (int i = 0; i < additional.size(); i++) {
            Additional more = additional.get(i);
            int hostAt = rrset.rdataOffset(rrsetAt, more.record()) + more.nameAt();
            if (!writer.put(ResponseWriter.ADDITIONAL, more.addresses(), 0, hostAt) && more.inDomain()) {
                flags |= Header.TC;
            }
        }
    }

    private boolean truncated() {
        flags |= Header.TC;
        return false;
    }

    private Catalog catalog() {
        return Objects.requireNonNull(catalog);
    }

    private Query query() {
        return Objects.requireNonNull(query);
    }
}
