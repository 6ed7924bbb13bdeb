package io.proxima.answer;

import io.proxima.catalog.Additional;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.Leaf;
import io.proxima.catalog.Match;
import io.proxima.catalog.ZoneNode;
import io.proxima.catalog.ZoneTree;
import io.proxima.net.ClientAddress;
import io.proxima.steer.Draw;
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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The response to one query, from the catalog: RFC 1034 section 4.3.2, with DNAME by RFC 6672 section 3.2.
 *
 * <p>An engine's own, used for one query after another.
 */
final class Response {
    private static final int CLASS_IN = 1;

    private final OptRecord opt;
    private final ResponseWriter writer;
    private final Match match = new Match();
    private final NameView name = new NameView();
    private final Draw draw;
    private final Steering steering;
    private final Chain chain = new Chain();

    private @Nullable Catalog catalog;
    private @Nullable Query query;
    private int nameAt;
    private int flags;
    private int rcode;
    private @Nullable AnswerTrace trace;

    Response(long seed, OptRecord opt) {
        this.opt = opt;
        writer = new ResponseWriter(opt);
        draw = new Draw(seed);
        steering = new Steering(draw, opt);
    }

    /** Takes a catalog for the queries that follow. */
    void use(Catalog newest) {
        catalog = newest;
        steering.use(newest);
        chain.forget();
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
        opt.begin(query, options, cookies);
        writer.begin(out, outAt, query, stream);
    }

    /** Takes what takes note of the next answer, or null. */
    void trace(@Nullable AnswerTrace trace) {
        this.trace = trace;
        steering.trace(trace);
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

    /**
     * Answers with an RRset of the server's own.
     *
     * @param scopeLength for the client subnet option, in bits
     */
    int answer(EncodedRrset rrset, int scopeLength) {
        boolean whole = writer.put(ResponseWriter.ANSWER, rrset, 0, Header.LENGTH);
        return writer.finish(query(), whole ? Header.AA : Header.AA | Header.TC, Rcode.NOERROR, scopeLength);
    }

    /** Says who asks, and whether the query's client subnet is believed. */
    void client(ClientAddress resolver, boolean believed) {
        steering.begin(query(), resolver, believed);
    }

    /** Answers the question. */
    int answer() {
        nameAt = Header.LENGTH;
        chain.begin();
        boolean more = true;
        while (more) {
            writer.view(nameAt, name);
            catalog().find(name, query().qtype(), match);
            if (trace != null) {
                trace.found(name, match);
            }
            if (chain.isEmpty()) {
                if (match.kind() == Match.Kind.NO_ZONE) {
                    return refuse(Rcode.REFUSED, ExtendedError.NOT_AUTHORITATIVE);
                }
                // Of class ANY nobody can be the authority (RFC 1035 section 6.2).
                boolean authority = match.kind() != Match.Kind.DELEGATION && query().qclass() == CLASS_IN;
                flags = authority ? Header.AA : 0;
            }
            more = switch (match.kind()) {
                case NO_ZONE -> false; // the chain has left our zones: the resolver goes on
                case DELEGATION -> {
                    referral();
                    yield false;
                }
                case DNAME -> redirected();
                case NXDOMAIN -> {
                    nameError();
                    yield false;
                }
                case EXACT, WILDCARD -> atName(match.node());
            };
        }
        return writer.finish(query(), flags, rcode, steering.scopeLength());
    }

    /** Step 3b: a zone cut. */
    private void referral() {
        EncodedRrset ns = match.node().delegation();
        int at = writer.position();
        if (writer.put(ResponseWriter.AUTHORITY, ns, 0, writer.offsetOf(name, match.nodeLabel()))) {
            additional(match.node().glue(), ns, at);
        } else {
            truncate();
        }
    }

    /** Step 3c: a DNAME above the name. */
    private boolean redirected() {
        ZoneNode node = match.node();
        if (chain.came(node)) {
            if (node.dnameLeadsInward()) {
                return false; // once round is enough to show it
            }
        } else if (!writer.put(ResponseWriter.ANSWER, node.dname(), 0, writer.offsetOf(name, match.nodeLabel()))) {
            truncate();
            return false;
        }
        if (name.offsetOf(match.nodeLabel()) + node.dnameTarget().length > 255) {
            rcode = Rcode.YXDOMAIN;
            return false;
        }
        int target = writer.putSynthesizedCname(name, match.nodeLabel(), node.dnameTarget(), node.dnameTtlSeconds());
        if (target < 0) {
            truncate();
            return false;
        }
        return query().qtype() != RrType.CNAME && follow(target, node);
    }

    /** Step 3a, and 3c where a wildcard stands for the name. */
    private boolean atName(ZoneNode node) {
        int qtype = query().qtype();
        Leaf leaf = qtype == RrType.ANY ? node.any() : node.leaf(qtype);
        if (leaf == null) {
            Leaf.Plain cname = node.cname();
            if (cname != null) {
                return alias(cname.rrset());
            }
            negative(match.zone().negativeTtlSeconds());
            return false;
        }
        switch (leaf) {
            case Leaf.Plain plain -> plain(plain);
            case Leaf.Steered steered -> steered(steered);
            case Leaf.Service service -> service(service, qtype);
        }
        return false;
    }

    private boolean alias(EncodedRrset cname) {
        int target = cname.rdataOffset(writer.position(), 0);
        if (!writer.put(ResponseWriter.ANSWER, cname, 0, nameAt)) {
            truncate();
            return false;
        }
        return follow(target, null);
    }

    private void plain(Leaf.Plain leaf) {
        EncodedRrset rrset = leaf.rrset();
        if (rrset.type() == RrType.DNAME && match.kind() == Match.Kind.EXACT && chain.came(match.node())) {
            return;
        }
        int first = leaf.rotated() ? (int) draw.below(rrset.size()) : 0;
        int at = writer.position();
        if (writer.put(ResponseWriter.ANSWER, rrset, first, nameAt)) {
            additional(leaf.additional(), rrset, at);
        } else {
            truncate();
        }
    }

    private void steered(Leaf.Steered leaf) {
        switch (steering.select(leaf)) {
            case ADDRESSES ->
                needed(writer.putChosen(
                        ResponseWriter.ANSWER,
                        steering.chosen(leaf.ipv6()),
                        leaf.ttl().seconds(),
                        nameAt));
            case SERVFAIL -> {
                flags = 0;
                rcode = Rcode.SERVFAIL;
            }
            default -> // NODATA: where another pool is to be asked the walk has done so
                negative(Math.min(match.zone().negativeTtlSeconds(), leaf.ttl().unsettledSeconds()));
        }
    }

    private void service(Leaf.Service leaf, int qtype) {
        steering.selectHints(leaf.ipv4());
        steering.selectHints(leaf.ipv6());
        int steeredSeconds =
                Math.min(leaf.ipv4().ttl().seconds(), leaf.ipv6().ttl().seconds());
        int ttlSeconds = Math.min(leaf.ttlSeconds(), steeredSeconds);
        needed(writer.putServices(
                qtype, leaf.records(), steering.chosen(false), steering.chosen(true), ttlSeconds, nameAt));
    }

    private void nameError() {
        rcode = Rcode.NXDOMAIN;
        negative(match.zone().negativeTtlSeconds());
    }

    /** Adds the SOA (RFC 2308 section 3). */
    private void negative(int ttlSeconds) {
        ZoneTree zone = match.zone();
        int apexAt = writer.offsetOf(name, match.apexLabel());
        needed(writer.putWithTtl(ResponseWriter.AUTHORITY, zone.negativeSoa(), ttlSeconds, apexAt));
    }

    /** Goes on with the name at an offset of the message, unless the chain is too long or comes back to where it was. */
    private boolean follow(int targetAt, @Nullable ZoneNode redirect) {
        boolean more = chain.add(nameAt, redirect);
        nameAt = targetAt;
        if (more) {
            writer.view(targetAt, name);
        }
        return more && !chain.has(writer, name);
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

    private void needed(boolean there) {
        if (!there) {
            truncate();
        }
    }

    private void truncate() {
        flags |= Header.TC;
    }

    private Catalog catalog() {
        return Objects.requireNonNull(catalog);
    }

    private Query query() {
        return Objects.requireNonNull(query);
    }
}
